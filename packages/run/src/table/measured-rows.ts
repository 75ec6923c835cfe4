/**
 * The part of a sweep that can be plotted.
 *
 * @module
 */
import type { Measurement } from "../records/measurement.js";
import type { SweepTable, TrialRow } from "../records/sweep-table.js";

/** A row whose network was measured on the test split. */
export interface MeasuredRow extends TrialRow {
  readonly test: Measurement;
}

/** The rows that have a measurement, in the table's order: what every statistic and figure of outcomes is made of. */
export function measuredRows(table: SweepTable): MeasuredRow[] {
  return table.rows.flatMap((row) => (row.result?.test ? [{ ...row, test: row.result.test }] : []));
}
