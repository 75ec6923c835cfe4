/**
 * The trials of a sweep that have no result to show.
 *
 * @module
 */
import type { SweepTable, TrialRow, TrialState } from "@selectivity-lab/run";

const STATE_WORDS: Record<Exclude<TrialState, "done">, string> = {
  diverged: "diverged",
  failed: "failed",
  lost: "lost",
  preempted: "preempted",
  running: "running",
  queued: "not finished",
};

/** The rows without a result to show, in the table's order. */
export function findMissingTrials(table: SweepTable): TrialRow[] {
  return table.rows.filter((row) => row.state !== "done");
}

/** A sentence such as "2 of 22 trials missing: 1 diverged, 1 failed"; null when no trial is missing. */
export function describeMissingTrials(missing: readonly TrialRow[], planned: number): string | null {
  if (missing.length === 0) return null;
  const counts = Object.entries(STATE_WORDS)
    .map(([state, words]) => ({ words, count: missing.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0);
  const parts = counts.map(({ words, count }) => `${count} ${words}`).join(", ");
  return `${missing.length} of ${planned} trials missing: ${parts}`;
}
