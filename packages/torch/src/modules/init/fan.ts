/**
 * Number of inputs or outputs of a unit of a layer.
 * @module
 */

/** Which side of the layer is counted: the inputs of a unit, or the units that use its output. */
export type FanMode = "fan_in" | "fan_out";

/** @param shape of the layer's weight, `[out, in, …kernel]`. */
export function fan([outputs = 1, inputs = 1, ...kernel]: readonly number[], mode: FanMode): number {
  return kernel.reduce((product, size) => product * size, mode === "fan_in" ? inputs : outputs);
}
