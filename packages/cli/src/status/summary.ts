/**
 * A sweep as the document that `sweep --json` prints.
 *
 * @module
 */
import type { StoppingState, SweepTable } from "@selectivity-lab/lab";
import { countStates } from "./states.js";

/** What became of every trial, and how the sweep stands with its rule. */
export function sweepSummary({ folder, sweep, rows, warnings }: SweepTable, until: StoppingState | null): object {
  return {
    schema: 1,
    sweep: folder,
    recipe: sweep.name,
    ...countStates(rows),
    until: until && { ...until, rule: until.rule.rule, maxSeeds: until.rule.maxSeeds },
    trials: rows.map(({ id, alpha, seed, state, cause, result, epochs, attempts, holder }) => ({
      id,
      alpha,
      seed,
      state,
      cause,
      epochs,
      attempts,
      holder,
      accuracy: result?.test?.accuracy ?? null,
      meanSelectivity: result?.test?.meanSelectivity ?? null,
    })),
    warnings,
  };
}
