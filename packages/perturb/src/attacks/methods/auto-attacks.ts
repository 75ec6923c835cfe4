/**
 * APGD with three objectives: cross entropy, the difference-of-logits ratio, and that ratio toward each of the nine most likely
 * wrong classes in turn.
 *
 * Together with Square these are most of AutoAttack. FAB is missing, so do not call their worst case AutoAttack.
 *
 * Source: Croce & Hein 2020, arXiv:2003.01690.
 * @module
 */

import { operator } from "@selectivity-lab/torch";
import { type ActiveImages, advance } from "../engine/active-images.js";
import type { AttackState } from "../engine/attack-state.js";
import type { AttackMethod } from "../engine/method.js";
import { crossEntropies, logitRatios, targetedLogitRatios } from "../engine/objectives.js";
import { runApgd } from "./apgd.js";

const TARGETS = 9;

const shared = { norms: ["linf", "l2"], steps: 100, random: true } as const;

/** APGD on cross entropy. */
export const apgdCe: AttackMethod = {
  ...shared,
  name: "apgd-ce",
  code: 3,
  minClasses: 2,
  objective: crossEntropies,
  run: runUntargeted,
};

/** APGD on the difference-of-logits ratio. */
export const apgdDlr: AttackMethod = {
  ...shared,
  name: "apgd-dlr",
  code: 4,
  minClasses: 3,
  objective: logitRatios,
  run: runUntargeted,
};

/** APGD toward other classes, the most likely first; the worst points are compared by the untargeted ratio. */
export const apgdTargeted: AttackMethod = {
  ...shared,
  name: "apgd-t",
  code: 5,
  minClasses: 4,
  objective: logitRatios,
  run: (state, restart) => {
    const targets = Math.min(TARGETS, state.model.classes - 1);
    const { steps } = state.plan;
    for (let rank = 1; rank <= targets && !state.isOver; rank++) {
      const active = advance(startOnSurface(state, restart, rank), (all) => {
        const [, classes] = topk(state.model.logits(all.images), rank + 1, 1); // [M, rank + 1]
        return { ...all, targets: classes.select(1, rank) };
      });
      runApgd(
        state,
        active,
        (at) => targetedLogitRatios(at.targets),
        (step) => state.report(restart, (rank - 1) * steps + step, targets * steps),
      );
    }
  },
};

function runUntargeted(state: AttackState, restart: number): void {
  runApgd(
    state,
    startOnSurface(state, restart, 0),
    () => state.plan.attack.objective,
    (step) => state.report(restart, step),
  );
}

/** All unbroken images, on the surface of the ball, clipped to 0..1. @param round draws different random numbers for each. */
function startOnSurface(state: AttackState, restart: number, round: number): ActiveImages {
  return advance(state.start(), (all) => {
    const change = state.ball.surface(state.draws(all, restart, round));
    return { ...all, points: state.ball.project(all.images.add(change), all.images) };
  });
}

const topk = operator("aten::topk");
