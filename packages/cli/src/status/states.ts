/**
 * The states of networks, counted.
 *
 * @module
 */
import type { TrialRow, TrialState } from "@selectivity-lab/lab";

/** In the order of a trial's life. */
const STATES: readonly TrialState[] = ["queued", "running", "lost", "preempted", "failed", "diverged", "done"];

/** How many there are of each state, in its order; states that none is in are 0. */
export function countStates(rows: readonly TrialRow[]): Record<TrialState, number> {
  const count = (state: TrialState) => rows.filter((row) => row.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<TrialState, number>;
}

/** The states that any of the rows is in. */
export function listStates(rows: readonly TrialRow[]): TrialState[] {
  return STATES.filter((state) => rows.some((row) => row.state === state));
}

/** A count in a table, where most are none. */
export const countText = (count: number) => (count === 0 ? "–" : String(count));
