/**
 * Which hidden layers a sweep's networks have.
 *
 * @module
 */
import type { SweepTable } from "../contracts.js";
import { measuredRows } from "./measured-rows.js";

/** The hidden layers of the sweep's networks, in order of computation. */
export function layerNames(table: SweepTable): string[] {
  return [...new Set(measuredRows(table).flatMap((row) => row.test.layers.map((layer) => layer.name)))];
}
