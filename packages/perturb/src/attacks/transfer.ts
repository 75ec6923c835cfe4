/**
 * Attacks by proxy: made on one network, tried on another.
 *
 * @module
 */

import { noGrad, scope, tensor } from "@selectivity-lab/torch";
import { type AttackResult, attack } from "./attack.js";
import { createBall } from "./budgets/ball.js";
import { type AttackOptions, completeOptions } from "./engine/attack-options.js";
import { type AttackedBatch, AttackState } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { checkBatch } from "./engine/check-batch.js";
import { attackMethods } from "./methods/methods.js";

/**
 * Raises the loss of the source to the end, whether or not it is misled before, and shows the result to the target.
 *
 * A white-box attack on the target should break all that this breaks; if not, the target's gradients mislead.
 *
 * @param options of the attack on the source; its queries are not those of the result.
 * @returns what the target makes of it: an image that it misclassifies as it is, is broken already.
 * @throws {@link AttackError} as {@link attack} does.
 */
export function transferAttack(
  source: AttackedModel,
  target: AttackedModel,
  batch: AttackedBatch,
  options: AttackOptions,
): AttackResult {
  const plan = completeOptions(attackMethods, target.classes, { ...options, stopWhenBroken: true });
  checkBatch(target, batch, plan.indices);
  return scope(() =>
    noGrad(() => {
      const { adversarial } = attack(source, batch, { ...options, stopWhenBroken: false });
      const siege = new AttackState(target, batch, createBall(plan.norm, plan.epsilon), plan);
      siege.score(siege.start());
      if (!siege.over) {
        const standing = siege.start();
        const rows = tensor(standing.rows, { dtype: "int64", device: adversarial.device });
        siege.score({ ...standing, points: adversarial.indexSelect(0, rows) });
      }
      const { broken, loss, queries } = siege.ledger;
      return { adversarial: siege.ledger.adversarial, broken, loss, queries };
    }),
  );
}
