/**
 * Opens a hidden layer of a graph: a mask that switches its units off, and what they answer on average.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import { floats, type GraphWriter } from "../model/graph-writer.js";
import type { ValueInfoProto } from "../model/schema.js";
import type { Values } from "../translate/values.js";

/** Before a layer's name: the graph's input `[U]` that is multiplied onto its activations. */
export const MASK = "mask/";
/** Before a layer's name: the graph's output `[N, U]`, spatial means of its activations after the mask. */
export const MEANS = "means/";

/** Puts the mask between a layer and what follows it. @param activation `[N, U]` or `[N, C, H, W]`. */
export function maskUnits(
  writer: GraphWriter,
  values: Values,
  layer: string,
  activation: Tensor,
  { inputs, outputs }: { inputs: ValueInfoProto[]; outputs: ValueInfoProto[] },
): void {
  const [, units = 0, ...space] = activation.shape;
  const [mask, means] = [`${MASK}${layer}`, `${MEANS}${layer}`];
  const axes = space.map((_, i) => i + 1);
  const factor = space.length > 0 ? writer.node("Unsqueeze", [mask, writer.integers(axes)]) : mask; // [U, 1, 1]
  const masked = writer.node("Mul", [layer, factor], { name: `${layer}/masked` });
  if (space.length > 0)
    writer.node("ReduceMean", [masked], {
      attributes: { axes: axes.map((axis) => axis + 1), keepdims: 0 },
      name: means,
    });
  else writer.node("Identity", [masked], { name: means });
  values.set(activation.handle, masked);
  inputs.push(floats(mask, [units]));
  outputs.push(floats(means, ["N", units]));
}
