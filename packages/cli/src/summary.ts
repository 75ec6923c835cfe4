/**
 * A sweep as the document that `sweep --json` prints.
 *
 * @module
 */
import type { SweepTable } from "@selectivity-lab/lab";

/** What became of every trial. */
export function sweepSummary({ folder, sweep, rows, warnings }: SweepTable): object {
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
