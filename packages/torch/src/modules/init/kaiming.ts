/**
 * First weights that keep the size of activations from layer to layer, as `torch.nn.init` draws them: the same numbers
 * for the same seed.
 *
 *     standard deviation = gain / √fan,   gain = √(2 / (1 + a²)) for a leaky rectifier of negative slope a
 *
 * Source: He et al. 2015, arXiv:1502.01852.
 * @module
 */
import { empty } from "../../tensor/create.js";
import type { Generator } from "../../tensor/generator.js";
import { operator } from "../../tensor/operator.js";
import { scope } from "../../tensor/scope.js";
import type { Tensor } from "../../tensor/tensor.js";
import { type FanMode, fan } from "./fan.js";

/** Options of a Kaiming initialization. */
export interface KaimingOptions {
  generator: Generator;
  /** Keeps the size of activations (`fan_in`, the default) or of gradients (`fan_out`). */
  mode?: FanMode;
  /** Of the leaky rectifier that follows; 0, the default, is ReLU. */
  negativeSlope?: number;
}

/** Uniform weights of a weight's shape `[out, in, …]`, float32. */
export function kaimingUniform(shape: readonly number[], options: KaimingOptions): Tensor {
  return uniform(shape, Math.sqrt(3) * standardDeviation(shape, options), options.generator);
}

/** Normal weights of a weight's shape `[out, in, …]`, float32. */
export function kaimingNormal(shape: readonly number[], options: KaimingOptions): Tensor {
  return scope(() => normal_(empty(shape), 0, standardDeviation(shape, options), options.generator));
}

/** Uniform numbers in [−bound, bound), float32. */
export function uniform(shape: readonly number[], bound: number, generator: Generator): Tensor {
  return scope(() => uniform_(empty(shape), -bound, bound, generator));
}

function standardDeviation(shape: readonly number[], { mode = "fan_in", negativeSlope = 0 }: KaimingOptions): number {
  const gain = Math.sqrt(2 / (1 + negativeSlope ** 2));
  return gain / Math.sqrt(fan(shape, mode));
}

const uniform_ = operator("aten::uniform_");
const normal_ = operator("aten::normal_");
