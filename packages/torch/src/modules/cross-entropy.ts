/**
 * The loss of a classifier: the mean of −log of the probability that each image's own class is given.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * @param logits `[N, K]`.
 * @param labels `[N]` int64 in [0, K).
 * @returns a scalar, differentiable by `logits`.
 */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return crossEntropyLoss(logits, labels);
}

const crossEntropyLoss = operator("aten::cross_entropy_loss");
