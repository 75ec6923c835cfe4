/**
 * The states of networks, counted.
 *
 * @module
 */
import type { TrialRow, TrialState } from "@selectivity-lab/run";
import { z } from "zod";
import { countSchema } from "./fields.js";

/** The states in the order of a trial's life. */
export const trialStates = ["queued", "running", "lost", "preempted", "failed", "diverged", "done"] as const;

/** One count for each state. */
export const stateCountsSchema = z.strictObject({
  queued: countSchema,
  running: countSchema,
  lost: countSchema,
  preempted: countSchema,
  failed: countSchema,
  diverged: countSchema,
  done: countSchema,
});

/** Counts the networks in each state; a state without networks is 0. */
export function countStates(rows: readonly Pick<TrialRow, "state">[]): Record<TrialState, number> {
  const counts = { queued: 0, running: 0, lost: 0, preempted: 0, failed: 0, diverged: 0, done: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}
