/**
 * Batch norm, an optional residual, ReLU, and the mean over space of the result, as one differentiable operator.
 *
 *     y = relu(weight · (x − μ) / √(σ² + eps) + bias + residual)      unit means [N, C] = mean of y over H and W
 *
 * The means cost nothing here, where y is still in registers; a second look at y would cost a pass over memory, and so
 * would their gradient. Native, see native/bn_act.cpp; on other devices it runs as operators of libtorch.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";

/** What {@link bnAct} needs in addition to the map. All of shape `[C]`: float64 with a float64 map, else float32. */
export interface BnActOptions {
  weight: Tensor;
  bias: Tensor;
  /** Changed in training: `running += momentum · (batch − running)`. */
  runningMean: Tensor;
  /** Changed in training, by the unbiased variance of the batch. */
  runningVar: Tensor;
  /** Added before ReLU; of the map's shape and dtype. */
  residual?: Tensor | undefined;
  /** Whether μ and σ² are those of the batch; the running ones otherwise. */
  training: boolean;
  momentum: number;
  eps: number;
}

/**
 * @param x `[N, C, H, W]`, float32, bfloat16 or float64; copied first unless channels_last.
 * @returns the activation, of the shape and dtype of `x` in channels_last, and the unit means `[N, C]`, of the dtype of
 * `weight`. Gradients of either or both flow to `x`, `weight`, `bias` and `residual`; they cannot be differentiated again.
 * On the CPU results do not depend on the number of threads.
 * @throws {@link TorchError} where shapes or dtypes do not fit, or training has one value per channel.
 */
export function bnAct(x: Tensor, options: BnActOptions): { activation: Tensor; unitMeans: Tensor } {
  const { weight, bias, runningMean, runningVar, residual, training, momentum, eps } = options;
  const [activation, unitMeans] = native(x, weight, bias, runningMean, runningVar, residual, training, momentum, eps);
  return { activation, unitMeans };
}

const native = operator("selectivity::bn_act");
