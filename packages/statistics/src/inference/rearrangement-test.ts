/**
 * How extreme an observed statistic is among those of random rearrangements of the data.
 *
 * @module
 */
/** A test by rearrangement. */
export interface RearrangementTest {
  /** Two-sided: the share of rearrangements that are at least as extreme as the observation. */
  readonly p: number;
  /** Number of rearrangements. */
  readonly draws: number;
  /** Whether these are all possible rearrangements; if not, the observation counts as one more, so that p is never 0. */
  readonly exact: boolean;
}

/** Relative difference by which rounding may separate statistics that are equal. */
const SAME = 1e-10;

/** Tests a statistic whose absolute value counts; p is NaN if the statistic is. */
export function rearrangementTest(
  observed: number,
  statistics: Iterable<number>,
  { exact }: { exact: boolean },
): RearrangementTest {
  const threshold = Math.abs(observed) - SAME * Math.max(1e-300, Math.abs(observed));
  let [draws, extreme] = [0, 0];
  for (const statistic of statistics) {
    draws++;
    if (Math.abs(statistic) >= threshold) extreme++;
  }
  const p = exact ? extreme / draws : (extreme + 1) / (draws + 1);
  return { p: Number.isNaN(observed) ? Number.NaN : p, draws, exact };
}
