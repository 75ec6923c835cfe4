/**
 * Checks of the network's output on the clean images: is it logits, is it deterministic, and does a gradient flow back through
 * it?
 *
 * Source: the flags of AutoAttack; Carlini et al. 2019, arXiv:1902.06705, sections 4 and 5.
 * @module
 */

import { operator, scope, type Tensor } from "@selectivity-lab/torch";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { crossEntropies, logitRatios, type Objective } from "../engine/objectives.js";
import { type AttackCheck, createCheck, formatShare } from "./check.js";

/** Number of evaluations of the same images that expose a random network. */
const EVALUATIONS = 5;

/** Largest difference between unit-normalized logits of a deterministic network: rounding alone. */
const SAME = 1e-4;

/** The smallest float32 of full precision. */
const SMALLEST_NORMAL = 2 ** -126;

/** Largest share of images with a cross entropy of exactly 0 that passes. */
const MANY_SATURATED = 0.1;

/** Runs all checks of the network's output. */
export function checkAnswers(model: AttackedModel, batch: AttackedBatch): AttackCheck[] {
  return [checkSoftmax, checkRandomness, checkGradient, checkSaturation].map((run) => scope(() => run(model, batch)));
}

function checkSoftmax(model: AttackedModel, { images }: AttackedBatch): AttackCheck {
  const logits = model.logits(images);
  const [low, high] = [logits.amin().item(), logits.amax().item()];
  const offOne = logits.sum(1).sub(1).abs().amax().item();
  const sign = low >= 0 && high <= 1 && offOne < SAME;
  const finding = sign ? "the network returns probabilities: remove its softmax" : "the network returns logits";
  return createCheck("softmax-output", sign, finding, { low, high });
}

function checkRandomness(model: AttackedModel, { images }: AttackedBatch): AttackCheck {
  const unit = () => {
    const logits = model.logits(images);
    return logits.div(logits.square().sum(1, true).sqrt().clamp({ min: SMALLEST_NORMAL })); // [N, K]
  };
  const first = unit();
  const apart = Array.from({ length: EVALUATIONS - 1 }, () => unit().sub(first).abs().amax().item());
  const difference = Math.max(...apart);
  const sign = difference > SAME;
  const finding = sign ? "outputs for the same images differ" : `${EVALUATIONS} evaluations of the same images agree`;
  return createCheck("randomised", sign, finding, { difference });
}

/** Only correctly classified images count: if the label comes third, the logit ratio is 1 and has no gradient by definition. */
function checkGradient(model: AttackedModel, batch: AttackedBatch): AttackCheck {
  const correct = model.logits(batch.images).argmax(1).eq(batch.labels); // [N]
  const share = (objective: Objective) =>
    shareOf(and(findLargestGradients(model, batch, objective).lt(SMALLEST_NORMAL), correct));
  const crossEntropy = share(crossEntropies);
  const found = `no gradient for ${formatShare(crossEntropy)} of the images by cross entropy`;
  if (model.classes < 3) return createCheck("zero-gradient", crossEntropy > 0, found, { crossEntropy });
  const logitRatio = share(logitRatios);
  const finding = `${found}, ${formatShare(logitRatio)} by the logit ratio`;
  return createCheck("zero-gradient", crossEntropy > 0 || logitRatio > 0, finding, { crossEntropy, logitRatio });
}

/** Largest absolute gradient of each image over its pixels, `[N]`. */
function findLargestGradients(model: AttackedModel, { images, labels }: AttackedBatch, objective: Objective): Tensor {
  return model.lossGradient(images, labels, objective).gradient.abs().amax([1, 2, 3]);
}

function checkSaturation(model: AttackedModel, { images, labels }: AttackedBatch): AttackCheck {
  const share = shareOf(crossEntropies(model.logits(images), labels).eq(0));
  const finding = `cross entropy is exactly 0 for ${formatShare(share)} of the images`;
  return createCheck("saturated-loss", share > MANY_SATURATED, finding, { share });
}

function shareOf(flags: Tensor): number {
  return flags.to({ dtype: "float32" }).mean().item();
}

const and = operator("aten::bitwise_and.Tensor");
