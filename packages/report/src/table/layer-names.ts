/**
 * The hidden layers of a sweep's networks.
 *
 * @module
 */
import { measuredRows, type SweepTable } from "@selectivity-lab/run";

/** The hidden layers of the sweep's networks, in order of computation. */
export function listLayers(table: SweepTable): string[] {
  return [...new Set(measuredRows(table).flatMap((row) => row.test.layers.map((layer) => layer.name)))];
}
