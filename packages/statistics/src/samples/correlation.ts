/**
 * How strongly two quantities rise together: Pearson's coefficient of the values, Spearman's of their ranks.
 * The names are those of `scipy.stats.pearsonr` and `spearmanr`.
 *
 * @module
 */

import { StatisticsError } from "../error.js";
import { mean } from "./moments.js";
import { rankValues } from "./ranks.js";

/**
 * Pearson's correlation, in −1..1; NaN if either list does not vary.
 *
 * @param a values, one per network. @param b values of the same networks in the same order.
 * @example pearson([1, 2, 3], [2, 4, 6]) // 1
 */
export function pearson(a: readonly number[], b: readonly number[]): number {
  checkPairs("pearson", a, b);
  const [centreA, centreB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [x, y] = [value - centreA, (b[index] as number) - centreB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? Number.NaN : ab / Math.sqrt(aa * bb);
}

/**
 * Spearman's rank correlation, in −1..1: 1 if both have the same order. NaN if either list does not vary.
 *
 * @param a values, one per network. @param b values of the same networks in the same order.
 * @example spearman([1, 10, 100], [0.2, 0.3, 0.9]) // 1
 */
export function spearman(a: readonly number[], b: readonly number[]): number {
  checkPairs("spearman", a, b);
  return pearson(rankValues(a), rankValues(b));
}

function checkPairs(who: string, a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length)
    throw new StatisticsError(
      `${who}: a and b must be pairs, got ${a.length} and ${b.length} values.`,
      "leave out the networks that only one of them has",
    );
}
