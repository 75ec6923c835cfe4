/**
 * Dead units in words.
 *
 * @module
 */
import type { LayerMeasurement } from "@selectivity-lab/lab";

/** How many of a network's hidden units respond to no image: "3 of 120 units are dead". */
export function describeDeadUnits(layers: readonly Pick<LayerMeasurement, "deadUnits" | "units">[]): string {
  const total = (key: "deadUnits" | "units") => layers.reduce((sum, layer) => sum + layer[key], 0);
  const dead = total("deadUnits");
  return `${dead === 0 ? "none" : dead} of ${total("units")} units ${dead === 1 ? "is" : "are"} dead${dead > 0 ? ", and counted as 0 above" : ""}`;
}
