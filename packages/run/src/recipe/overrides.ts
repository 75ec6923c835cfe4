/**
 * `key=value` words of the command line: numbers are read strictly, other values are YAML, and commas and ranges make lists.
 *
 *     epochs=5    alpha=-1,0,1    alpha=−1    seed=0..4    schedule=cosine    augment.flip=true
 *
 * @module
 */
import { LONGEST_RANGE, parseNumber, parseRange } from "@selectivity-lab/base";
import { parse } from "yaml";
import { RecipeError } from "./error.js";

/** Values by key; a dotted key such as `augment.flip` addresses a part of an object. */
export type Overrides = Record<string, unknown>;

/**
 * Reads `key=value` words. A later word wins.
 *
 * @throws {@link RecipeError} for a word without `=`, or a value that is not YAML.
 */
export function parseOverrides(words: readonly string[]): Overrides {
  const overrides: Overrides = {};
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw problem(`${word}: expected key=value, such as epochs=5`);
    const key = word.slice(0, at);
    delete overrides[key]; // so that it is applied in the place of the later word
    overrides[key] = parseValue(word.slice(at + 1));
  }
  return overrides;
}

/** Values with overrides applied: plain keys replace whole values, dotted keys parts of them. */
export function override(values: Overrides, overrides: Overrides): Overrides {
  return Object.entries(overrides).reduce((result, [key, value]) => withPart(result, key.split("."), value), values);
}

/** The keys of the recipe that are changed: `augment` for `augment.flip`. */
export function listOverriddenKeys(overrides: Overrides): string[] {
  return Object.keys(overrides).map((key) => key.split(".")[0] as string);
}

function withPart(values: Overrides, [key = "", ...rest]: string[], value: unknown): Overrides {
  if (rest.length === 0) return { ...values, [key]: value };
  const inner = Object.hasOwn(values, key) ? values[key] : undefined;
  return { ...values, [key]: withPart(isObject(inner) ? inner : {}, rest, value) };
}

function isObject(value: unknown): value is Overrides {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const RANGE = /^\s*\d+\.\.\d+\s*$/;

function parseValue(text: string): unknown {
  return /^[^[{"']*(,|\d\.\.\d)/.test(text) ? text.split(",").flatMap(parsePart) : parseScalar(text);
}

function parsePart(part: string): unknown {
  if (!RANGE.test(part)) return [parseScalar(part.trim())];
  const numbers = parseRange(part);
  if (numbers) return numbers;
  throw problem(`${part}: expected an ascending range of at most ${LONGEST_RANGE} numbers, such as 0..4`);
}

function parseScalar(text: string): unknown {
  return parseNumber(text) ?? parseYaml(text);
}

function parseYaml(text: string): unknown {
  const value = parsed(/^\s*[[{]/.test(text) ? replaceMinus(text) : text);
  if (isObject(value)) for (const key of Object.keys(value)) requireSpace(text, key);
  return value;
}

/** Makes the typographic minus in front of a number an ordinary one, in lists and objects; text in quotes stays as it is. */
function replaceMinus(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'|(?<=[[,:\s])−(?=[\d.])/g, (found) => (found === "−" ? "-" : found));
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw problem(`${text}: ${(cause as Error).message.split(/:?\n/)[0]}`, { cause });
  }
}

/** In YAML, `{first:5}` is a single key; no key of ours contains a colon. */
function requireSpace(text: string, key: string): void {
  if (key.includes(":")) throw problem(`${text}: expected a space after a colon: {${key.replace(/:\s*/, ": ")}}`);
}

function problem(text: string, options?: ErrorOptions): RecipeError {
  return new RecipeError("the command line", [text], options);
}
