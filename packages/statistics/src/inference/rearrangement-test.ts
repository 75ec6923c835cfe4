/**
 * What random rearrangements say about an observed statistic.
 *
 * @module
 */
/** A test by rearrangement. */
export interface RearrangementTest {
  /** Two-sided: the share of rearrangements at least as extreme as what was observed. */
  readonly p: number;
  /** How many rearrangements were looked at. */
  readonly draws: number;
  /** Whether these are all there are; otherwise the observed one counts as one more, so that p is never 0. */
  readonly exact: boolean;
}

/** Rounding may part statistics that are equal; they count as equal. */
const SAME = 1e-10;

/** The test of a statistic whose absolute value counts; NaN where it is NaN itself. */
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
