/**
 * What comes out of a file, in a message: short, shallow, and without characters that a terminal would obey.
 * @module
 */
import { inspect } from "node:util";

const LONGEST = 80;

/** A value of any kind; texts in quotes. */
export function formatExcerpt(value: unknown): string {
  return short(inspect(value, { depth: 1, maxArrayLength: 8, compact: true, breakLength: Number.POSITIVE_INFINITY }));
}

/** A text, without quotes. */
export function readable(text: string): string {
  return short(inspect(text, { breakLength: Number.POSITIVE_INFINITY }).slice(1, -1));
}

function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
