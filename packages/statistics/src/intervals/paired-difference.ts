/**
 * Differences between networks that share a seed.
 *
 * @module
 */

import { StatisticsError } from "../error.js";
import { type MeanInterval, tInterval } from "./t-interval.js";

/** The mean of a − b with its interval, and the difference of every pair, in the given order. */
export interface PairedDifference extends MeanInterval {
  readonly differences: readonly number[];
}

/**
 * How much `a` exceeds `b`, pair by pair, with Student's t interval of the mean difference.
 *
 * The networks of a pair must share what varies between networks (initial weights, split, data order: the seed); otherwise
 * use unpaired statistics.
 *
 * @param a values, one per seed. @param b values of the same seeds in the same order.
 * @param options.level in (0, 1); 0.95 by default.
 * @example comparePairs([3, 5], [1, 2]).differences // [2, 3]
 */
export function comparePairs(a: readonly number[], b: readonly number[], { level = 0.95 } = {}): PairedDifference {
  if (a.length !== b.length)
    throw new StatisticsError(
      `comparePairs: a and b must be pairs, got ${a.length} and ${b.length} values.`,
      "leave out the seeds that only one of them has",
    );
  const differences = a.map((value, pair) => value - (b[pair] ?? Number.NaN));
  return { ...tInterval(differences, { level }), differences };
}
