/**
 * Is a difference small enough not to matter? Two one-sided t tests (TOST) against a margin fixed in advance.
 *
 *     t_low = (mean + margin) / (sd / √n)      t_high = (mean − margin) / (sd / √n)
 *
 * Equivalent if the mean is significantly above −margin and significantly below +margin, which is the case exactly if the interval
 * of level 1 − 2 · alpha lies between them. A test of difference that is "not significant" does not show equivalence.
 *
 * Source: Schuirmann 1987.
 * @module
 */
import { studentTail } from "../distributions/student-tail.js";
import { StatisticsError } from "../error.js";
import { type MeanInterval, tInterval } from "../intervals/t-interval.js";
import type { StatisticalTest } from "./statistical-test.js";

/** The test of equivalence, with the interval that it is equivalent to. */
export interface EquivalenceTest extends MeanInterval {
  /** The larger of the two one-sided probabilities; NaN for fewer than two pairs. */
  readonly p: number;
  readonly equivalent: boolean;
}

/**
 * Tests whether paired differences are on average within ±margin.
 *
 * @param differences one per pair of networks that share a seed; at least one.
 * @param options.margin above 0, in the unit of the differences. @param options.alpha of the test; 0.05 by default.
 * @returns `low` and `high` are the ends of the interval of level 1 − 2 · alpha.
 */
export function equivalenceTest(
  differences: readonly number[],
  { margin, alpha = 0.05 }: { margin: number; alpha?: number },
): EquivalenceTest {
  if (!(margin > 0))
    throw new StatisticsError(
      `equivalenceTest: margin must be above 0, got ${margin}.`,
      "give the largest difference that does not matter, chosen before looking at the data",
    );
  const interval = tInterval(differences, { level: 1 - 2 * alpha });
  const { mean, sd, n } = interval;
  const error = sd / Math.sqrt(n);
  const tail = (distance: number) => (n < 2 ? Number.NaN : studentTail(distance / error, n - 1));
  const p = Math.max(tail(mean + margin), tail(margin - mean));
  return { ...interval, p, equivalent: p < alpha };
}

/** Paired differences, and the largest mean difference that does not matter. */
export interface EquivalenceData {
  readonly differences: readonly number[];
  readonly margin: number;
}

/** The test as described in the list. */
export const equivalence: StatisticalTest<EquivalenceData> = {
  name: "equivalence",
  question: "Is the mean of paired differences within ± a margin that was fixed in advance?",
  observation: "a pair of networks that share a seed",
  assumptions: "Differences are independent and roughly normal.",
  source: "Schuirmann 1987",
  run: ({ differences, margin }) => equivalenceTest(differences, { margin }),
};
