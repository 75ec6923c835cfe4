/**
 * One attack on one batch: for each image the worst point within the budget that it finds.
 *
 *     images, labels ─ clean look ─ restart 0 ─ restart 1 ─ … ─ adversarial images, and which are broken
 *                         └ misclassified: broken already, left alone
 *
 * An image broken in one restart is left alone in the next. Robust accuracy is the share of images that are not broken, and
 * a worst case over several attacks the images that none of them broke; never the minimum of averages.
 *
 * @module
 */

import { noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { createBall } from "./budgets/ball.js";
import { type AttackOptions, completeOptions } from "./engine/attack-options.js";
import { type AttackedBatch, AttackState } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { checkBatch } from "./engine/check-batch.js";
import { attackMethods } from "./methods/methods.js";

/** What an attack came to. */
export interface AttackResult {
  /** `[N, C, H, W]` within the budget and 0..1: a misclassified point where there is one, else that of highest loss. */
  readonly adversarial: Tensor;
  /** N times 1 where the image is misclassified, with the attack or without, else 0. */
  readonly broken: Uint8Array;
  /** N values of the attack's objective at the adversarial images; higher is closer to being wrong. */
  readonly loss: Float64Array;
  /** N times how often the network looked at a version of the image. */
  readonly queries: Int32Array;
}

/**
 * Attacks a batch.
 *
 * The same images, seed and threads give the same bits. In another batch or order an image meets the same random numbers;
 * its result is then the same up to the rounding of the network's own sums, which libtorch may add up in another order for
 * another batch size, and which a step by the sign of a gradient amplifies where that gradient is nearly 0.
 *
 * @returns a result whose tensor belongs to the caller's scope; the model, the images and the labels are as before.
 * @throws {@link AttackError} for images outside 0..1, labels that are no class, options that make no sense.
 */
export function attack(victim: AttackedModel, batch: AttackedBatch, options: AttackOptions): AttackResult {
  const plan = completeOptions(attackMethods, victim.classes, options);
  checkBatch(victim, batch, plan.indices);
  return victim.undisturbed(() =>
    noGrad(() =>
      scope(() => {
        const images = batch.images.detach().contiguous("channels_last");
        const siege = new AttackState(
          victim,
          { images, labels: batch.labels },
          createBall(plan.norm, plan.epsilon),
          plan,
        );
        scope(() => void siege.score(siege.start()));
        for (let restart = 0; restart < plan.restarts && !siege.over; restart++)
          scope(() => plan.method.run(siege, restart));
        const { adversarial, broken, loss, queries } = siege.ledger;
        return { adversarial, broken, loss, queries };
      }),
    ),
  );
}
