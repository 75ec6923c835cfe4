/**
 * Checks of the network's answers to the images as they are: are they logits, are they always the same, and does a gradient
 * come back through them?
 *
 * Source: the flags of AutoAttack; Carlini et al. 2019, arXiv:1902.06705, sections 4 and 5.
 * @module
 */

import { operator, scope, type Tensor } from "@selectivity-lab/torch";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { crossEntropies, logitRatios, type Objective } from "../engine/objectives.js";
import { type AttackCheck, check, percent } from "./check.js";

/** Looks at the same images, with which a random network betrays itself. */
const LOOKS = 5;

/** How far unit-normalised logits of a network without random numbers are apart at most: rounding alone. */
const SAME = 1e-4;

/** The smallest float32 of full precision. */
const SMALLEST_NORMAL = 2 ** -126;

/** Share of images at cross entropy exactly 0 from which on it is said. */
const MANY_SATURATED = 0.1;

/** All checks of the answers. */
export function answerChecks(victim: AttackedModel, batch: AttackedBatch): AttackCheck[] {
  return [softmaxOutput, randomised, zeroGradient, saturatedLoss].map((look) => scope(() => look(victim, batch)));
}

function softmaxOutput(victim: AttackedModel, { images }: AttackedBatch): AttackCheck {
  const logits = victim.logits(images);
  const [low, high] = [logits.amin().item(), logits.amax().item()];
  const offOne = logits.sum(1).sub(1).abs().amax().item();
  const sign = low >= 0 && high <= 1 && offOne < SAME;
  const finding = sign
    ? "the network answers with probabilities: give it without its softmax"
    : "the network answers with logits";
  return check("softmax-output", sign, finding, { low, high });
}

function randomised(victim: AttackedModel, { images }: AttackedBatch): AttackCheck {
  const unit = () => {
    const logits = victim.logits(images);
    return logits.div(logits.square().sum(1, true).sqrt().clamp({ min: SMALLEST_NORMAL })); // [N, K]
  };
  const first = unit();
  const apart = Array.from({ length: LOOKS - 1 }, () => unit().sub(first).abs().amax().item());
  const difference = Math.max(...apart);
  const sign = difference > SAME;
  const finding = sign ? "answers to the same images differ" : `${LOOKS} looks at the same images agree`;
  return check("randomised", sign, finding, { difference });
}

/** Of images that are classified correctly: where the label comes third, the logit ratio is 1, and flat by its nature. */
function zeroGradient(victim: AttackedModel, batch: AttackedBatch): AttackCheck {
  const correct = victim.logits(batch.images).argmax(1).eq(batch.labels); // [N]
  const share = (objective: Objective) =>
    shareOf(and(largestSlopes(victim, batch, objective).lt(SMALLEST_NORMAL), correct));
  const crossEntropy = share(crossEntropies);
  const logitRatio = victim.classes >= 3 ? share(logitRatios) : crossEntropy;
  const finding = `no gradient for ${percent(crossEntropy)} of the images by cross entropy, ${percent(logitRatio)} by the logit ratio`;
  return check("zero-gradient", crossEntropy > 0 || logitRatio > 0, finding, { crossEntropy, logitRatio });
}

/** The largest slope of each image by any of its pixels, `[N]`. */
function largestSlopes(victim: AttackedModel, { images, labels }: AttackedBatch, objective: Objective): Tensor {
  return victim.slope(images, labels, objective).gradient.abs().amax([1, 2, 3]);
}

function saturatedLoss(victim: AttackedModel, { images, labels }: AttackedBatch): AttackCheck {
  const share = shareOf(crossEntropies(victim.logits(images), labels).eq(0));
  const finding = `cross entropy is exactly 0 for ${percent(share)} of the images`;
  return check("saturated-loss", share > MANY_SATURATED, finding, { share });
}

function shareOf(flags: Tensor): number {
  return flags.to({ dtype: "float32" }).mean().item();
}

const and = operator("aten::bitwise_and.Tensor");
