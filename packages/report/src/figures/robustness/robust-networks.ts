/**
 * Networks as points of figures about robustness: the measured networks of a sweep joined with what is known of them.
 *
 * @module
 */

import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { measuredRows, type SweepTable } from "@selectivity-lab/run";
import { createNetworkPoint, type Network } from "../panels/networks.js";

/** A sweep and what is known of its networks' robustness: what these figures are functions of. */
export interface RobustnessFigureData {
  readonly table: SweepTable;
  readonly robustness: RobustnessTable;
}

/** The networks that have an outcome, with it as their value. */
export function networksWith(
  { table, robustness }: RobustnessFigureData,
  outcome: (row: RobustnessRow) => number | null,
): (Network & { value: number })[] {
  const known = new Map(robustness.rows.map((row) => [row.id, row]));
  return measuredRows(table).flatMap((measured) => {
    const row = known.get(measured.id);
    const value = row ? outcome(row) : null;
    return value === null ? [] : [{ ...createNetworkPoint(measured), value }];
  });
}
