/**
 * Differences between networks that share a seed.
 *
 * @module
 */

import { StatisticsError } from "../error.js";
import { type MeanInterval, tInterval } from "./t-interval.js";

/** The mean of a − b with its interval, and every pair's difference, in the order given. */
export interface PairedDifference extends MeanInterval {
  readonly differences: readonly number[];
}

/**
 * How much `a` exceeds `b`, pair by pair, with Student's t interval of the mean difference.
 *
 * Pairs must share what varies between networks (initial weights, split, data order: the seed), otherwise use
 * unpaired statistics.
 *
 * @param a and @param b values of the same seeds in the same order.
 * @param options.level in (0, 1); 0.95 by default.
 * @example pairedDifference([3, 5], [1, 2]).differences // [2, 3]
 */
export function pairedDifference(a: readonly number[], b: readonly number[], { level = 0.95 } = {}): PairedDifference {
  if (a.length !== b.length)
    throw new StatisticsError(
      `pairedDifference: a and b must be pairs, got ${a.length} and ${b.length} values.`,
      "Leave out the seeds that only one of them has.",
    );
  const differences = a.map((value, pair) => value - (b[pair] ?? Number.NaN));
  return { ...tInterval(differences, { level }), differences };
}
