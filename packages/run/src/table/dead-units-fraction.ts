/**
 * How many of a network's hidden units are dead.
 *
 * @module
 */
import type { Measurement } from "../records/measurement.js";

/** Share of a network's hidden units that respond to no image, 0..1; the units of all layers pooled. */
export function computeDeadUnitsFraction({ layers }: Measurement): number {
  const total = (key: "deadUnits" | "units") => layers.reduce((sum, layer) => sum + layer[key], 0);
  return total("deadUnits") / total("units");
}
