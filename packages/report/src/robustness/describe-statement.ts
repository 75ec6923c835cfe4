/**
 * A statement's numbers in a sentence, for the page and the terminal.
 *
 * @module
 */
import type { Statement } from "./statements.js";

/** The step of selectivity that slopes are told for: a tenth, about that between neighbouring alphas. */
const STEP = 0.1;

/** The evidence in words: slope with interval, rank correlation, p, n, and who was left out. */
export function describeStatement(statement: Statement): string {
  const { slope, low, high, correlation, p, pAdjusted, n, seeds, nearChance } = statement;
  if (slope === null) return `${networks(n)} of ${count(seeds, "seed")}: too few, or too alike, to say anything.`;
  const interval = low === null || high === null ? "no interval" : `95 % interval ${points(low)} to ${points(high)}`;
  const left = nearChance > 0 ? `; ${networks(nearChance)} near chance left out` : "";
  return (
    `For ${STEP} more selectivity at equal clean accuracy: ${points(slope)} points (${interval}); ` +
    `partial rank correlation ${number(correlation, 2)}, permutation p ${number(p, 4)}, adjusted for two claims ${number(pAdjusted, 4)}; ` +
    `n = ${networks(n)} of ${count(seeds, "seed")}${left}.`
  );
}

function points(slope: number): string {
  const value = 100 * STEP * slope;
  return `${value > 0 ? "+" : ""}${value.toFixed(2)}`.replace("-", "−");
}

function number(value: number | null, digits: number): string {
  return value === null ? "–" : value.toFixed(digits).replace("-", "−");
}

function networks(n: number): string {
  return count(n, "network");
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
