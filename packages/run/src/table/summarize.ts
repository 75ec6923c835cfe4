/**
 * A sweep in numbers: for each alpha, over its seeds, what accuracy and selectivity came to, and what they gained or
 * lost against the control (alpha = 0).
 *
 * The unit of replication is a trained network. Trials of one seed share initial weights, split and data order, so
 * the difference to the control is taken within each seed, then over the seeds. Source: science.md 4.
 * @module
 */

import { type Estimate, estimateMean } from "@selectivity-lab/statistics";
import type { SweepTable } from "../records/sweep-table.js";
import { type MeasuredRow, measuredRows } from "./measured-rows.js";

/** What the networks of one alpha came to; null where there is nothing to compute from. */
export interface AlphaSummary {
  readonly alpha: number;
  /** Networks measured, of those planned. */
  readonly n: number;
  readonly planned: number;
  /** Test accuracy, 0..1. */
  readonly accuracy: Estimate | null;
  /** Mean class selectivity on the test split, 0..1; beside it the two that tell it from sampling noise. */
  readonly selectivity: Estimate | null;
  readonly nullSelectivity: Estimate | null;
  readonly splitHalfSelectivity: Estimate | null;
  /** Network minus the control of the same seed; null for the control itself, or where no seed has both. */
  readonly accuracyDifference: Estimate | null;
  readonly selectivityDifference: Estimate | null;
}

/** The estimates of an {@link AlphaSummary}. */
export type SummarizedOutcome = Exclude<keyof AlphaSummary, "alpha" | "n" | "planned">;

type Outcome = "accuracy" | "meanSelectivity" | "nullSelectivity" | "splitHalfSelectivity";

/** Summarizes a sweep: one entry an alpha, ascending, also for those none of whose networks is measured. */
export function summarize(table: SweepTable): AlphaSummary[] {
  const rows = measuredRows(table);
  const alphas = [...new Set(table.rows.map((row) => row.alpha))];
  const pairs = {
    accuracy: pairedDifferences(rows, "accuracy"),
    meanSelectivity: pairedDifferences(rows, "meanSelectivity"),
  };
  return alphas.map((alpha) => {
    const networks = rows.filter((row) => row.alpha === alpha);
    const over = (outcome: Outcome) => estimateMean(networks.map((row) => row.test[outcome]));
    const against = (outcome: keyof typeof pairs) =>
      estimateMean(pairs[outcome].flatMap(({ row, difference }) => (row.alpha === alpha ? [difference] : [])));
    return {
      alpha,
      n: networks.length,
      planned: table.rows.filter((row) => row.alpha === alpha).length,
      accuracy: over("accuracy"),
      selectivity: over("meanSelectivity"),
      nullSelectivity: over("nullSelectivity"),
      splitHalfSelectivity: over("splitHalfSelectivity"),
      accuracyDifference: against("accuracy"),
      selectivityDifference: against("meanSelectivity"),
    };
  });
}

/** The entry of alpha = 0, where the sweep has it. */
export function findControl(summaries: readonly AlphaSummary[]): AlphaSummary | undefined {
  return summaries.find(({ alpha }) => alpha === 0);
}

/** Every network that has a control of its own seed, with its outcome minus that control's; the controls left out. */
export function pairedDifferences(
  rows: readonly MeasuredRow[],
  outcome: Outcome,
): { row: MeasuredRow; difference: number }[] {
  const controls = new Map(rows.filter((row) => row.alpha === 0).map((row) => [row.seed, row.test[outcome]]));
  return rows.flatMap((row) => {
    const control = controls.get(row.seed);
    return row.alpha === 0 || control === undefined ? [] : [{ row, difference: row.test[outcome] - control }];
  });
}
