/**
 * The numbers of a statement as a sentence, for the page and the terminal.
 *
 * @module
 */
import { formatCount, formatDecimal, formatSigned } from "@selectivity-lab/base";
import type { Statement } from "./statements.js";

/** Slopes are reported per this much selectivity: about the distance between neighboring alphas. */
const STEP = 0.1;

/** Writes the evidence: slope with interval, rank correlation, p, n, and how many networks are left out. */
export function describeStatement(statement: Statement): string {
  const { slope, low, high, correlation, p, pAdjusted, n, seeds, nearChance } = statement;
  const networks = `${formatCount(n, "network")} of ${formatCount(seeds, "seed")}`;
  if (slope === null) return `${networks}: too few, or too similar, to test.`;
  const interval =
    low === null || high === null ? "no interval" : `95% interval ${formatPoints(low)} to ${formatPoints(high)}`;
  const excluded = nearChance > 0 ? `; ${formatCount(nearChance, "network")} near chance left out` : "";
  return (
    `For ${STEP} more selectivity at equal clean accuracy: ${formatPoints(slope)} points (${interval}); ` +
    `partial rank correlation ${formatOptional(correlation, 2)}, permutation p ${formatOptional(p, 4)}, ` +
    `adjusted for two claims ${formatOptional(pAdjusted, 4)}; n = ${networks}${excluded}.`
  );
}

/** A slope in percentage points per {@link STEP}. */
function formatPoints(slope: number): string {
  return formatSigned(100 * STEP * slope, 2);
}

function formatOptional(value: number | null, digits: number): string {
  return value === null ? "–" : formatDecimal(value, digits);
}
