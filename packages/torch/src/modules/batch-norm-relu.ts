/**
 * The end of a layer of hidden units in a residual network: normalize, add the shortcut, rectify, show the units.
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";
import type { BatchNorm2d } from "./batch-norm2d.js";
import { showUnits, type Tap } from "./tap.js";

/** Options of {@link batchNormRelu}. */
export interface BatchNormReluOptions {
  /** The layer's name, for the tap. */
  layer: string;
  tap?: Tap | undefined;
  /** Added before the rectifier; shape of the input. */
  residual?: Tensor | undefined;
}

/**
 * `relu(bn(input) + residual)`, shown to the tap.
 *
 * @param input `[N, C, H, W]`.
 * @returns the activation, shape of the input; or what the tap puts in its place.
 */
export function batchNormRelu(bn: BatchNorm2d, input: Tensor, { layer, tap, residual }: BatchNormReluOptions): Tensor {
  const beside = residual && (tap?.follow?.(residual) ?? residual);
  const { activation, unitMeans } = bn.rectified(input, beside);
  return showUnits(tap, layer, activation, unitMeans);
}
