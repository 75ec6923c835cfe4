/**
 * The keys in which two recipes differ.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";

/** A key whose values differ. */
export interface Difference {
  readonly key: string;
  readonly present: unknown;
  readonly wanted: unknown;
}

/** Keys that differ, those of `present` first. */
export function differencesBetween(present: object, wanted: object): Difference[] {
  const [there, asked] = [present, wanted] as Record<string, unknown>[];
  return [...new Set([...Object.keys(present), ...Object.keys(wanted)])].flatMap((key) =>
    isDeepStrictEqual(there?.[key], asked?.[key]) ? [] : [{ key, present: there?.[key], wanted: asked?.[key] }],
  );
}

/** One line per difference. */
export function describeDifferences(differences: readonly Difference[]): string[] {
  const show = (value: unknown) => (value === undefined ? "unset" : JSON.stringify(value));
  return differences.map(({ key, present, wanted }) => `${key}: present ${show(present)}, requested ${show(wanted)}`);
}
