/**
 * Attacks by proxy: made on one network, tried on another.
 *
 * @module
 */

import { noGrad, scope, tensor } from "@selectivity-lab/torch";
import { type AttackResult, attack } from "./attack.js";
import { ballOf } from "./budgets/ball.js";
import { checkBatch } from "./engine/check-batch.js";
import { attackMethods } from "./methods/methods.js";
import { type AttackOptions, planOf } from "./engine/plan.js";
import { type AttackedBatch, Siege } from "./engine/siege.js";
import type { Victim } from "./engine/victim.js";

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
  source: Victim,
  target: Victim,
  batch: AttackedBatch,
  options: AttackOptions,
): AttackResult {
  const plan = planOf(attackMethods, target.classes, { ...options, stopWhenBroken: true });
  checkBatch(target, batch, plan.indices);
  return scope(() =>
    noGrad(() => {
      const { adversarial } = attack(source, batch, { ...options, stopWhenBroken: false });
      const siege = new Siege(target, batch, ballOf(plan.norm, plan.epsilon), plan);
      siege.score(siege.muster());
      if (!siege.over) {
        const standing = siege.muster();
        const rows = tensor(standing.rows, { dtype: "int64", device: adversarial.device });
        siege.score({ ...standing, points: adversarial.indexSelect(0, rows) });
      }
      const { broken, loss, queries } = siege.ledger;
      return { adversarial: siege.ledger.adversarial, broken, loss, queries };
    }),
  );
}
