/**
 * Projected gradient descent, and its single step from the image itself, the fast gradient sign method.
 *
 *     x ← project(x + stepSize · steepest(∇ loss))
 *
 * Every iterate is looked at, the start and the last included, and the worst is kept: the last one is not always it.
 *
 * Source: Madry et al. 2018, arXiv:1706.06083; Goodfellow, Shlens & Szegedy 2015, arXiv:1412.6572.
 * @module
 */
import { renewed } from "../engine/active-images.js";
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
  run: (siege, restart) => ascend(siege, restart, { stepSize: siege.plan.epsilon, randomStart: false }),
};

/** Steps of a fixed length from a random point of the ball, or from the image. */
export const pgd: AttackMethod = {
  ...shared,
  name: "pgd",
  code: 2,
  steps: 20,
  random: true,
  run: (siege, restart) => ascend(siege, restart, siege.plan),
};

function ascend(
  siege: AttackState,
  restart: number,
  { stepSize, randomStart }: { stepSize: number; randomStart: boolean },
) {
  const { ball, plan } = siege;
  let cohort = renewed(siege.start(), (all) => ({
    ...all,
    points: randomStart
      ? ball.project(all.images.add(ball.inside(siege.draws(all, restart, 0))), all.images)
      : all.images,
  }));
  for (let step = 1; step <= plan.steps && cohort.rows.length > 0; step++) {
    cohort = renewed(cohort, (at) => {
      const { rows, images, labels, points, gradient } = siege.climb(at);
      const next = points.add(ball.steepest(gradient).mul(stepSize));
      return { rows, images, labels, points: ball.project(next, images) };
    });
    siege.report(restart, step);
  }
  if (cohort.rows.length > 0) siege.score(cohort); // where the last step led
}
