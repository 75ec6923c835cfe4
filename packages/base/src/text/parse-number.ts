/**
 * Numbers as people type them, read strictly: one reader for every option, key and list.
 *
 *     0.5   -1   −1   1e-3   +2        a number; the typographic minus that our own tables print is a minus
 *     -1,0,1                           a list
 *     0..4,7                           whole numbers, with ranges
 *
 * "0,5" is never one number: where one is expected it is refused, not cut at the comma.
 *
 * @module
 */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const RANGE = /^(\d+)\.\.(\d+)$/;

/** Most numbers that a range may stand for: a longer one is a slip of the hand. */
export const LONGEST_RANGE = 10_000;

/** The number that a text says, or `undefined` where it says none, or more than one. */
export function parseNumber(text: string): number | undefined {
  const plain = text.trim().replace(/^−/, "-").replace(/e−/i, "e-");
  return NUMBER.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** The whole number, not negative, that a text says; else `undefined`. */
export function parseWholeNumber(text: string): number | undefined {
  const value = parseNumber(text);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Numbers with commas between; `undefined` where a part is no number. */
export function parseNumbers(text: string): number[] | undefined {
  return collect(text.split(",").map((part) => single(parseNumber(part))));
}

/** Whole numbers with commas between, and ranges such as `0..4`; `undefined` where a part is neither. */
export function parseWholeNumbers(text: string): number[] | undefined {
  return collect(text.split(",").map((part) => parseRange(part) ?? single(parseWholeNumber(part))));
}

/** The whole numbers of a range, both ends included; `undefined` for what is no range, runs backwards, or is too long. */
export function parseRange(text: string): number[] | undefined {
  const [, first, last] = RANGE.exec(text.trim()) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || to < from || to - from >= LONGEST_RANGE) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function single(value: number | undefined): number[] | undefined {
  return value === undefined ? undefined : [value];
}

function collect(parts: readonly (number[] | undefined)[]): number[] | undefined {
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}
