/**
 * How much of a network is silent.
 *
 * @module
 */
import type { Measurement } from "@selectivity-lab/run";

/** Share of a network's hidden units that are silent on every image, 0..1; all layers' units pooled. */
export function computeDeadUnitsFraction(measurement: Measurement): number {
  const total = (key: "deadUnits" | "units") => measurement.layers.reduce((sum, layer) => sum + layer[key], 0);
  return total("deadUnits") / total("units");
}
