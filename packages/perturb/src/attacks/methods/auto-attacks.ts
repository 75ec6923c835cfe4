/**
 * APGD by its objectives: cross entropy, the difference-of-logits ratio, and that ratio towards each of the nine most likely
 * wrong classes in turn.
 *
 * Together with Square they are most of AutoAttack; FAB is missing, so do not call their worst case AutoAttack.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690.
 * @module
 */

import { operator } from "@selectivity-lab/torch";
import { type ActiveImages, renewed } from "../engine/active-images.js";
import type { AttackState } from "../engine/attack-state.js";
import type { AttackMethod } from "../engine/method.js";
import { crossEntropies, logitRatios, targetedLogitRatios } from "../engine/objectives.js";
import { climbAutomatically } from "./apgd.js";

const TARGETS = 9;

const shared = { norms: ["linf", "l2"], steps: 100, random: true } as const;

/** APGD on cross entropy. */
export const apgdCe: AttackMethod = {
  ...shared,
  name: "apgd-ce",
  code: 3,
  minClasses: 2,
  objective: crossEntropies,
  run: untargeted,
};

/** APGD on the difference-of-logits ratio. */
export const apgdDlr: AttackMethod = {
  ...shared,
  name: "apgd-dlr",
  code: 4,
  minClasses: 3,
  objective: logitRatios,
  run: untargeted,
};

/** APGD towards other classes, the most likely first; its ledger compares images by the untargeted ratio. */
export const apgdTargeted: AttackMethod = {
  ...shared,
  name: "apgd-t",
  code: 5,
  minClasses: 4,
  objective: logitRatios,
  run: (siege, restart) => {
    const targets = Math.min(TARGETS, siege.victim.classes - 1);
    const { steps } = siege.plan;
    for (let rank = 1; rank <= targets && !siege.over; rank++) {
      const cohort = renewed(started(siege, restart, rank), (all) => {
        const [, classes] = topk(siege.victim.logits(all.images), rank + 1, 1); // [M, rank + 1]
        return { ...all, targets: classes.select(1, rank) };
      });
      climbAutomatically(
        siege,
        cohort,
        (at) => targetedLogitRatios(at.targets),
        (step) => siege.report(restart, (rank - 1) * steps + step, targets * steps),
      );
    }
  },
};

function untargeted(siege: AttackState, restart: number): void {
  climbAutomatically(
    siege,
    started(siege, restart, 0),
    () => siege.plan.method.objective,
    (step) => siege.report(restart, step),
  );
}

/** All that stand, on the surface of the ball or where it meets 0 and 1. @param round other random numbers for each. */
function started(siege: AttackState, restart: number, round: number): ActiveImages {
  return renewed(siege.start(), (all) => {
    const change = siege.ball.surface(siege.draws(all, restart, round));
    return { ...all, points: siege.ball.project(all.images.add(change), all.images) };
  });
}

const topk = operator("aten::topk");
