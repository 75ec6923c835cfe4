/**
 * How far a cluster's jobs have brought a sweep, from its table.
 *
 * @module
 */
import type { SweepTable, TrialRow } from "../records/sweep-table.js";

/** Grows with every epoch that is trained. */
export function countProgress({ rows }: SweepTable): number {
  return rows.filter(hasResult).length + rows.reduce((sum, { epochs }) => sum + epochs, 0);
}

/**
 * Counts what jobs have left undone.
 *
 * A trial that fails is over; one that had failed before the jobs began is tried again by them, and is over once it has been.
 *
 * @param before the sweep as it was when the jobs began.
 */
export function countOpenTrials({ rows }: SweepTable, before: SweepTable): number {
  const failed = new Map(
    before.rows.flatMap(({ id, state, attempts }) => (state === "failed" ? [[id, attempts]] : [])),
  );
  const isOver = ({ id, state, attempts }: TrialRow) => state === "failed" && attempts > (failed.get(id) ?? -1);
  return rows.filter((row) => !hasResult(row) && !isOver(row)).length;
}

function hasResult({ state }: TrialRow): boolean {
  return state === "done" || state === "diverged";
}
