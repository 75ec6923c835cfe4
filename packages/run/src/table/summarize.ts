/**
 * A sweep in numbers: for each alpha, over its seeds, what accuracy and selectivity came to, and what they gained or
 * lost against the control (alpha = 0).
 *
 * The unit of replication is a trained network. Trials of one seed share initial weights, split and data order, so
 * the difference to the control is taken within each seed, then over the seeds. Source: science.md 4.
 * @module
 */

import { type Estimate, estimateMean, poolSpread, type Scale } from "@selectivity-lab/statistics";
import type { Measurement } from "../records/measurement.js";
import type { SweepTable } from "../records/sweep-table.js";
import { computeDeadUnitsFraction } from "./dead-units-fraction.js";
import { computeLiveSelectivity } from "./live-selectivity.js";
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
  /** Mean class selectivity of the units that are not dead; networks of which this is not known are left out. */
  readonly liveSelectivity: Estimate | null;
  /** Share of hidden units that are dead, 0..1. */
  readonly deadUnitsFraction: Estimate | null;
  /** Network minus the control of the same seed; null for the control itself, or where no seed has both. */
  readonly accuracyDifference: Estimate | null;
  readonly selectivityDifference: Estimate | null;
}

/** The estimates of an {@link AlphaSummary}. */
export type SummarizedOutcome = Exclude<keyof AlphaSummary, "alpha" | "n" | "planned">;

/** How a sweep is summarized. */
export interface SummaryOptions {
  /** Take the spread of every interval from the networks of all alphas; false by default. */
  readonly pooled?: boolean;
}

type Outcome = "accuracy" | "meanSelectivity" | "nullSelectivity" | "splitHalfSelectivity";

/** How each estimate is read off a network, and on which scale its interval is computed. */
const READERS: Readonly<
  Record<
    Exclude<SummarizedOutcome, `${string}Difference`>,
    { readonly scale: Scale; read(test: Measurement): number | null }
  >
> = {
  accuracy: { scale: "share", read: (test) => test.accuracy },
  selectivity: { scale: "share", read: (test) => test.meanSelectivity },
  nullSelectivity: { scale: "share", read: (test) => test.nullSelectivity },
  splitHalfSelectivity: { scale: "plain", read: (test) => test.splitHalfSelectivity }, // may be below 0
  liveSelectivity: { scale: "share", read: computeLiveSelectivity },
  deadUnitsFraction: { scale: "share", read: computeDeadUnitsFraction },
};

/** Summarizes a sweep: one entry an alpha, ascending, also for those none of whose networks is measured. */
export function summarize(table: SweepTable, { pooled = false }: SummaryOptions = {}): AlphaSummary[] {
  const rows = measuredRows(table);
  const alphas = [...new Set(table.rows.map((row) => row.alpha))];
  const estimate = (valuesOf: (alpha: number) => number[], scale: Scale) => {
    const spread = pooled ? poolSpread(alphas.map(valuesOf)) : null;
    return (alpha: number) => estimateMean(valuesOf(alpha), { scale, pooled: spread });
  };
  const over = Object.entries(READERS).map(([outcome, { scale, read }]) => {
    const valuesOf = (alpha: number) => rows.flatMap((row) => (row.alpha === alpha ? (read(row.test) ?? []) : []));
    return [outcome, estimate(valuesOf, scale)] as const;
  });
  const against = (outcome: Outcome) => {
    const pairs = pairedDifferences(rows, outcome);
    const valuesOf = (alpha: number) => pairs.flatMap(({ row, difference }) => (row.alpha === alpha ? difference : []));
    return estimate(valuesOf, "plain");
  };
  const [accuracyDifference, selectivityDifference] = [against("accuracy"), against("meanSelectivity")];
  return alphas.map((alpha) => ({
    alpha,
    n: rows.filter((row) => row.alpha === alpha).length,
    planned: table.rows.filter((row) => row.alpha === alpha).length,
    ...(Object.fromEntries(over.map(([outcome, of]) => [outcome, of(alpha)])) as Record<
      keyof typeof READERS,
      Estimate | null
    >),
    accuracyDifference: accuracyDifference(alpha),
    selectivityDifference: selectivityDifference(alpha),
  }));
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
