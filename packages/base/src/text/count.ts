/**
 * Counts in words.
 *
 * @module
 */

/** "1 seed", "2 seeds". */
export const formatCount = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
