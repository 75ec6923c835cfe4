/**
 * Random noise, uniform in the ball: no attack but a baseline. What it breaks, an attack must break too.
 *
 * @module
 */
import { renewed } from "../engine/active-images.js";
import type { AttackMethod } from "../engine/method.js";
import { margins } from "../engine/objectives.js";

/** The worst of so many draws. */
export const noise: AttackMethod = {
  name: "noise",
  code: 7,
  norms: ["linf", "l2"],
  steps: 100,
  random: true,
  minClasses: 2,
  objective: margins,
  run: (siege, restart) => {
    const { ball, plan } = siege;
    let cohort = siege.start();
    for (let step = 1; step <= plan.steps && cohort.rows.length > 0; step++) {
      cohort = renewed(cohort, (all) => {
        const change = ball.inside(siege.draws(all, restart, step));
        const { rows, images, labels, points } = siege.score({
          ...all,
          points: ball.project(all.images.add(change), all.images),
        });
        return { rows, images, labels, points };
      });
      siege.report(restart, step);
    }
  },
};
