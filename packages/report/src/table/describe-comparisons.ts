/**
 * The comparisons with the control in words, for the page and the terminal.
 *
 * @module
 */
import { formatCount, formatDecimal } from "@selectivity-lab/base";
import type { ControlComparison, ControlComparisons } from "./compare-to-control.js";

/** Writes a margin: "1 pp". */
export function formatMargin(margin: number): string {
  return `${Number((100 * margin).toPrecision(6))} pp`;
}

/** Writes the adjusted p; "–" where there are too few pairs for any result. */
export function describeAdjusted(
  comparison: Pick<ControlComparison, "pairs" | "pAdjusted"> | undefined,
  { fewestPairs }: Pick<ControlComparisons, "fewestPairs">,
): string {
  return comparison && comparison.pairs >= fewestPairs ? formatDecimal(comparison.pAdjusted, 4) : "–";
}

/** Writes whether the difference is within the margin: "yes", "not shown", or "–" where it was not tested. */
export function describeEquivalence(comparison: Pick<ControlComparison, "equivalence"> | undefined): string {
  const equivalence = comparison?.equivalence;
  if (!equivalence) return "–";
  return `${equivalence.equivalent ? "yes" : "not shown"} (p ${formatDecimal(equivalence.pAdjusted, 4)})`;
}

/** How both tests are made, and what they cannot say. */
export function describeComparisons({ margin, fewestPairs, rows }: ControlComparisons): string {
  if (rows.length === 0) return "No comparison with the control: no seed has both.";
  const most = Math.max(...rows.map(({ pairs }) => pairs));
  const family = formatCount(rows.length, "alpha");
  const short =
    most < fewestPairs ? ` ${formatCount(most, "pair")} cannot bring it below 0.05; ${fewestPairs} pairs can.` : "";
  const difference = `p: sign flips of the paired differences of accuracy, adjusted by Holm's method for ${family}.${short}`;
  const equivalence =
    margin === null
      ? "That no difference was found does not show that there is none: name the largest difference that does not matter with --margin, such as 1pp."
      : `Within ±${formatMargin(margin)}: two one-sided t tests on at least five pairs, adjusted likewise.`;
  return `${difference} ${equivalence}`;
}
