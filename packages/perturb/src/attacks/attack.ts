/**
 * One attack on one batch: for each image the worst point within the budget that the attack finds.
 *
 *     images, labels ─ evaluate clean ─ restart 0 ─ restart 1 ─ … ─ adversarial images, and which are broken
 *                         └ misclassified: broken already, not attacked
 *
 * An image that one restart breaks is not attacked in the next. Robust accuracy is the share of images that are not broken. The
 * worst case over several attacks counts the images that none of them broke; it is never the minimum of averages.
 *
 * @module
 */

import { noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { createBall } from "./budgets/create-ball.js";
import { type AttackOptions, completeOptions } from "./engine/attack-options.js";
import { type AttackedBatch, AttackState } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { checkBatch } from "./engine/check-batch.js";
import { findAttack } from "./methods/methods.js";

/** What an attack found. */
export interface AttackResult {
  /** `[N, C, H, W]` within the budget and 0..1: a misclassified point if there is one, else the point of highest loss. */
  readonly adversarial: Tensor;
  /** N values: 1 if the image is misclassified, attacked or not, else 0. */
  readonly broken: Uint8Array;
  /** N values of the attack's objective at the adversarial images; higher is closer to being misclassified. */
  readonly loss: Float64Array;
  /** N values: how often the network evaluated a version of the image. */
  readonly queries: Int32Array;
}

/**
 * Attacks a batch.
 *
 * The same images, seed and threads give the same bits. In a different batch or order an image gets the same random numbers; its
 * result is then the same up to the rounding of the network's own sums: libtorch may sum in a different order for a different
 * batch size, and a step by the sign of a gradient amplifies that where the gradient is close to 0.
 *
 * @returns a result whose tensor belongs to the caller's scope; the model, the images and the labels are left unchanged.
 * @throws {@link AttackError} for images outside 0..1, labels that are not classes, and invalid options.
 */
export function attack(model: AttackedModel, batch: AttackedBatch, options: AttackOptions): AttackResult {
  const method = findAttack(options.attack);
  const plan = completeOptions(method, model.classes, options);
  checkBatch(model, batch, plan.indices);
  return model.inEvaluationMode(() =>
    noGrad(() =>
      scope(() => {
        const images = batch.images.detach().contiguous("channels_last");
        const ball = createBall(plan.norm, plan.epsilon);
        const state = new AttackState(model, { images, labels: batch.labels }, ball, plan);
        scope(() => void state.score(state.start()));
        for (let restart = 0; restart < plan.restarts && !state.isOver; restart++)
          scope(() => method.run(state, restart));
        const { adversarial, broken, loss, queries } = state.worst;
        return { adversarial, broken, loss, queries };
      }),
    ),
  );
}
