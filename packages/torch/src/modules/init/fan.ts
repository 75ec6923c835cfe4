/**
 * How many numbers meet in a unit of a layer.
 * @module
 */

/** Which side of the layer is counted: what comes into a unit, or where its output goes. */
export type FanMode = "fan_in" | "fan_out";

/** @param shape of the layer's weight, `[out, in, …kernel]`. */
export function fan([outputs = 1, inputs = 1, ...kernel]: readonly number[], mode: FanMode): number {
  return kernel.reduce((product, size) => product * size, mode === "fan_in" ? inputs : outputs);
}
