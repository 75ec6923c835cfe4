/**
 * Every alpha against the control: is there a difference, and is it small enough not to matter?
 *
 * One observation is a pair of networks that share a seed. Whether there is a difference: sign flips of the paired differences of
 * test accuracy, adjusted by Holm's method for all alphas. Whether it is small enough: two one-sided t tests against a margin that
 * the reader names, adjusted likewise. "Costs nothing" is said by the second test alone: that no difference was found does not
 * show that there is none.
 *
 * Error rates by simulation: docs/statistics.md.
 * @module
 */
import type { AlphaSummary } from "@selectivity-lab/run";
import { equivalenceTest, FEWEST_FOR_INTERVAL, fewestPairs, holm, signFlipTest } from "@selectivity-lab/statistics";

/** The level of both tests. */
const LEVEL = 0.05;

/** One alpha against the control. */
export interface ControlComparison {
  readonly alpha: number;
  /** Number of pairs. */
  readonly pairs: number;
  /** Of the sign-flip test, two-sided, as it is and adjusted for all alphas. */
  readonly p: number;
  readonly pAdjusted: number;
  /** Null without a margin, and with fewer than five pairs. */
  readonly equivalence: Equivalence | null;
}

/** Whether a difference of accuracy is smaller than a margin. */
export interface Equivalence {
  /** Largest difference that does not matter, as a share. */
  readonly margin: number;
  /** Ends of the 90% interval that lies within the margin exactly if p is below 0.05. */
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly pAdjusted: number;
  readonly equivalent: boolean;
}

/** All alphas against the control. */
export interface ControlComparisons {
  /** Largest difference that does not matter, as a share; null if none was named. */
  readonly margin: number | null;
  /** Fewest pairs with which the adjusted p can come below 0.05, however clear the difference. */
  readonly fewestPairs: number;
  /** By alpha, ascending; those without a pair are left out. */
  readonly rows: readonly ControlComparison[];
}

/** Compares every alpha with the control. @param margin as a share, such as 0.01 for one percentage point. */
export function compareToControl(summaries: readonly AlphaSummary[], margin: number | null): ControlComparisons {
  const tested = summaries.flatMap(({ alpha, accuracyDifference }) =>
    accuracyDifference ? [{ alpha, differences: accuracyDifference.values }] : [],
  );
  const p = tested.map(({ differences }) => signFlipTest(differences).p);
  const adjusted = holm(p);
  const equivalences = testEquivalences(
    tested.map(({ differences }) => differences),
    margin,
  );
  const rows = tested.map(({ alpha, differences }, index) => ({
    ...{ alpha, pairs: differences.length, p: p[index] as number, pAdjusted: adjusted[index] as number },
    equivalence: equivalences[index] ?? null,
  }));
  return { margin, fewestPairs: fewestPairs(LEVEL, tested.length), rows };
}

function testEquivalences(samples: readonly (readonly number[])[], margin: number | null): (Equivalence | null)[] {
  if (margin === null) return samples.map(() => null);
  const tests = samples.map((differences) =>
    differences.length < FEWEST_FOR_INTERVAL ? null : equivalenceTest(differences, { margin, alpha: LEVEL }),
  );
  const adjusted = holm(tests.map((test) => test?.p ?? Number.NaN));
  return tests.map((test, index) => {
    if (!test || !Number.isFinite(test.p)) return null;
    const pAdjusted = adjusted[index] as number;
    const { low, high, p } = test;
    return { margin, low, high, p, pAdjusted, equivalent: pAdjusted < LEVEL };
  });
}
