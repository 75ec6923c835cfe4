/**
 * Transfer attacks: computed on one network, evaluated on another.
 *
 * @module
 */

import { noGrad, scope, tensor } from "@selectivity-lab/torch";
import { type AttackResult, attack } from "./attack.js";
import { createBall } from "./budgets/create-ball.js";
import { type AttackOptions, completeOptions } from "./engine/attack-options.js";
import { type AttackedBatch, AttackState } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { checkBatch } from "./engine/check-batch.js";
import { findAttack } from "./methods/methods.js";

/**
 * Maximizes the loss of the source to the end, whether or not the source is misled earlier, and evaluates the result on the target.
 *
 * A white-box attack on the target should break everything that this breaks; if it does not, the target's gradients mislead.
 *
 * @param options options of the attack on the source; its queries are not counted in the result.
 * @returns the result on the target: an image that the target misclassifies without an attack counts as broken.
 * @throws {@link AttackError} as {@link attack} does.
 */
export function transferAttack(
  source: AttackedModel,
  target: AttackedModel,
  batch: AttackedBatch,
  options: AttackOptions,
): AttackResult {
  const plan = completeOptions(findAttack(options.attack), target.classes, { ...options, stopWhenBroken: true });
  checkBatch(target, batch, plan.indices);
  return scope(() =>
    noGrad(() => {
      const { adversarial } = attack(source, batch, { ...options, stopWhenBroken: false });
      const state = new AttackState(target, batch, createBall(plan.norm, plan.epsilon), plan);
      state.score(state.start());
      if (!state.isOver) {
        const unbroken = state.start();
        const rows = tensor(unbroken.rows, { dtype: "int64", device: adversarial.device });
        state.score({ ...unbroken, points: adversarial.indexSelect(0, rows) });
      }
      const { broken, loss, queries } = state.worst;
      return { adversarial: state.worst.adversarial, broken, loss, queries };
    }),
  );
}
