/**
 * Projected gradient descent, and its single step from the image itself, the fast gradient sign method.
 *
 *     x ← project(x + stepSize · steepest(∇ loss))
 *
 * Every iterate is evaluated, including the start and the last, and the worst is kept: it is not always the last.
 *
 * Source: Madry et al. 2018, arXiv:1706.06083; Goodfellow, Shlens & Szegedy 2015, arXiv:1412.6572.
 * @module
 */
import { advance } from "../engine/active-images.js";
import type { AttackState } from "../engine/attack-state.js";
import type { AttackMethod } from "../engine/method.js";
import { crossEntropies } from "../engine/objectives.js";

const shared = { norms: ["linf", "l2"], minClasses: 2, objective: crossEntropies } as const;

/** One step of length epsilon from the image. */
export const fgsm: AttackMethod = {
  ...shared,
  name: "fgsm",
  code: 1,
  steps: 1,
  random: false,
  run: (state, restart) => runPgd(state, restart, { stepSize: state.plan.epsilon, randomStart: false }),
};

/** Steps of a fixed size from a random point of the ball, or from the image. */
export const pgd: AttackMethod = {
  ...shared,
  name: "pgd",
  code: 2,
  steps: 20,
  random: true,
  run: (state, restart) => runPgd(state, restart, state.plan),
};

function runPgd(
  state: AttackState,
  restart: number,
  { stepSize, randomStart }: { stepSize: number; randomStart: boolean },
) {
  const { ball, plan } = state;
  let active = advance(state.start(), (all) => ({
    ...all,
    points: randomStart
      ? ball.project(all.images.add(ball.inside(state.draws(all, restart, 0))), all.images)
      : all.images,
  }));
  for (let step = 1; step <= plan.steps && active.rows.length > 0; step++) {
    active = advance(active, (at) => {
      const { rows, images, labels, points, gradient } = state.scoreWithGradient(at);
      const next = points.add(ball.steepest(gradient).mul(stepSize));
      return { rows, images, labels, points: ball.project(next, images) };
    });
    state.report(restart, step);
  }
  if (active.rows.length > 0) state.score(active); // the point that the last step reached
}
