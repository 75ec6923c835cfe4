/**
 * Values that protocol 0 of pickles writes as lines of text. Source: Python's pickletools.
 *
 * @module
 */
import { PickleError } from "./pickle-machine.js";

/** Digits of a whole number: more are none that data need. */
const MOST_DIGITS = 1000;

/** A whole number; `00` and `01` are false and true. */
export function readFlagOrNumber(line: string): number | bigint | boolean {
  if (line === "00" || line === "01") return line === "01";
  return readLongNumber(line);
}

/** A whole number of any length, perhaps with an L behind it. */
export function readLongNumber(line: string): number | bigint {
  const digits = line.replace(/L$/, "");
  if (!/^-?\d+$/.test(digits) || digits.length > MOST_DIGITS)
    throw new PickleError(`it holds "${line.slice(0, 20)}" where a whole number was expected.`);
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

/** A text of Python 2 in quotes, one character per byte. */
export function readQuoted(line: string): string {
  const [, , text] = /^(['"])(.*)\1$/s.exec(line) ?? [];
  if (text === undefined) throw new PickleError("it holds a text without its quotes.");
  return text.replace(/\\(x[0-9a-fA-F]{2}|.)/gs, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (ESCAPES[escaped] ?? escaped),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", 0: "\0" };

/** A text of Unicode characters. */
export function readUnicode(line: string): string {
  return line.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
