/**
 * What an attacker maximizes: one number per image, higher the closer the network is to being wrong.
 *
 *     cross entropy            −log softmax(z)_y
 *     margin                   max_{i ≠ y} z_i − z_y                               > 0 if misclassified
 *     difference of logits     (max_{i ≠ y} z_i − z_y) / (z_(1) − z_(3) + 1e-12)   z_(k): the k-th largest logit
 *     targeted difference      (z_t − z_y) / (z_(1) − (z_(3) + z_(4)) / 2 + 1e-12)
 *
 * Cross entropy and its gradient vanish in float32 if a network is very confident. The ratios do not change when logits are
 * scaled or shifted, so confidence does not hide them.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690, equations 6 and 7.
 * @module
 */
import { operator, type Tensor } from "@selectivity-lab/torch";

/** Maps logits `[N, K]` and labels `[N]` to losses `[N]`, differentiable by the logits. */
export type Objective = (logits: Tensor, labels: Tensor) => Tensor;

/** Keeps the ratios finite if the leading logits are equal. */
const EPSILON = 1e-12;

/** Cross entropy of each image, in nats. */
export const crossEntropies: Objective = (logits, labels) => crossEntropyLoss(logits, labels, undefined, 0);

/** Lead of the best wrong class; negative while the image is classified correctly. */
export const margins: Objective = (logits, labels) => bestOther(logits, labels).sub(logitOf(logits, labels));

/** The difference-of-logits ratio (DLR); needs three classes. */
export const logitRatios: Objective = (logits, labels) => {
  const [leading] = topk(logits, 3, 1); // [N, 3]
  const spread = leading.select(1, 0).sub(leading.select(1, 2)); // [N]
  return margins(logits, labels).div(spread.add(EPSILON));
};

/**
 * The difference-of-logits ratio toward a class; needs four classes.
 *
 * @param targets `[N]` int64.
 */
export function targetedLogitRatios(targets: Tensor): Objective {
  return (logits, labels) => {
    const [leading] = topk(logits, 4, 1); // [N, 4]
    const others = leading.select(1, 2).add(leading.select(1, 3)).div(2); // [N]
    const lead = logitOf(logits, targets).sub(logitOf(logits, labels)); // [N]
    return lead.div(leading.select(1, 0).sub(others).add(EPSILON));
  };
}

/** `[N, K]` and `[N]` to `[N]`. */
function logitOf(logits: Tensor, classes: Tensor): Tensor {
  return logits.gather(1, classes.unsqueeze(1)).squeeze(1);
}

/** The largest logit other than the label's, `[N]`. */
function bestOther(logits: Tensor, labels: Tensor): Tensor {
  return scatterValue(logits, 1, labels.unsqueeze(1), Number.NEGATIVE_INFINITY).amax(1);
}

const crossEntropyLoss = operator("aten::cross_entropy_loss");
const scatterValue = operator("aten::scatter.value");
const topk = operator("aten::topk");
