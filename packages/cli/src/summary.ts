/**
 * A sweep as the document that `sweep --json` prints.
 *
 * @module
 */
import type { StoppingState, SweepTable } from "@selectivity-lab/lab";

/** What became of every trial, and how the sweep stands with its rule. */
export function sweepSummary({ folder, sweep, rows, warnings }: SweepTable, until: StoppingState | null): object {
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  return {
    schema: 1,
    sweep: folder,
    recipe: sweep.name,
    done: count("done"),
    diverged: count("diverged"),
    failed: count("failed"),
    queued: count("queued"),
    running: count("running"),
    lost: count("lost"),
    preempted: count("preempted"),
    until: until && { ...until, rule: until.rule.rule, maxSeeds: until.rule.maxSeeds },
    trials: rows.map(({ id, alpha, seed, state, cause, result }) => ({
      id,
      alpha,
      seed,
      state,
      cause,
      accuracy: result?.test?.accuracy ?? null,
      meanSelectivity: result?.test?.meanSelectivity ?? null,
    })),
    warnings,
  };
}
