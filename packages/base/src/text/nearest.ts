/**
 * "Did you mean …?"
 *
 * @module
 */
import { distance } from "fastest-levenshtein";

/**
 * The known word that a mistyped one was probably meant to be.
 *
 * @returns the nearest in letters inserted, deleted or replaced, upper case or lower, the first of several equally near;
 * `undefined` where more than a third of its letters would have to change.
 */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, changes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes);
  return best && best.changes <= Math.max(1, Math.ceil(best.candidate.length / 3)) ? best.candidate : undefined;
}
