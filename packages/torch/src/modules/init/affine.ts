/**
 * PyTorch's default first weights of a linear layer or a convolution: weight, then bias, both uniform ±1/√fan_in.
 * @module
 */
import type { Generator } from "../../tensor/generator.js";
import { Parameter } from "../../tensor/parameter.js";
import { fan } from "./fan.js";
import { kaimingUniform, uniform } from "./kaiming.js";

/** The slope with which PyTorch asks {@link kaimingUniform} for ±1/√fan_in; kept, because the last bit hangs on it. */
const NEGATIVE_SLOPE = Math.sqrt(5);

/**
 * @param shape of the weight, `[out, in, …kernel]`.
 * @param options.bias whether the layer has one; without, its numbers are not drawn.
 */
export function affineParameters(
  shape: readonly number[],
  { generator, bias }: { generator: Generator; bias: boolean },
): { weight: Parameter; bias: Parameter | null } {
  const weight = new Parameter(kaimingUniform(shape, { generator, negativeSlope: NEGATIVE_SLOPE }));
  if (!bias) return { weight, bias: null };
  const bound = 1 / Math.sqrt(fan(shape, "fan_in"));
  return { weight, bias: new Parameter(uniform(shape.slice(0, 1), bound, generator)) };
}
