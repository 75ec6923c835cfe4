/**
 * Is a difference small enough not to matter? Two one-sided t tests (TOST) against a margin fixed beforehand.
 *
 *     t_low = (mean + margin) / (sd / √n)      t_high = (mean − margin) / (sd / √n)
 *
 * Equivalent when the mean is significantly above −margin and significantly below +margin; the same as the interval of
 * level 1 − 2 · alpha lying between them. "Not significant" in a test of difference shows no such thing.
 *
 * Source: Schuirmann 1987.
 * @module
 */
import { studentTail } from "../distributions/student-tail.js";
import { StatisticsError } from "../error.js";
import { type MeanInterval, tInterval } from "../intervals/t-interval.js";

/** The test of equivalence, and the interval that it amounts to. */
export interface EquivalenceTest extends MeanInterval {
  /** The larger of the two one-sided probabilities; NaN for fewer than two pairs. */
  readonly p: number;
  readonly equivalent: boolean;
}

/**
 * Tests whether paired differences are on average within ±margin.
 *
 * @param differences one a pair of networks that share a seed; at least one.
 * @param options.margin above 0, in the unit of the differences. @param options.alpha of the test; 0.05 by default.
 * @returns with `low` and `high` the ends of the interval of level 1 − 2 · alpha.
 */
export function equivalenceTest(
  differences: readonly number[],
  { margin, alpha = 0.05 }: { margin: number; alpha?: number },
): EquivalenceTest {
  if (!(margin > 0))
    throw new StatisticsError(
      `equivalenceTest: margin must be above 0, got ${margin}.`,
      "It is the largest difference that does not matter, chosen before looking at the data.",
    );
  const interval = tInterval(differences, { level: 1 - 2 * alpha });
  const { mean, sd, n } = interval;
  const error = sd / Math.sqrt(n);
  const tail = (distance: number) => (n < 2 ? Number.NaN : studentTail(distance / error, n - 1));
  const p = Math.max(tail(mean + margin), tail(margin - mean));
  return { ...interval, p, equivalent: p < alpha };
}
