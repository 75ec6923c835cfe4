/**
 * Random noise, uniform in the ball: a baseline rather than an attack. Every attack must break the images that noise breaks.
 *
 * @module
 */
import { advance } from "../engine/active-images.js";
import type { AttackMethod } from "../engine/method.js";
import { margins } from "../engine/objectives.js";

/** The worst of several draws. */
export const noise: AttackMethod = {
  name: "noise",
  code: 7,
  norms: ["linf", "l2"],
  steps: 100,
  random: true,
  minClasses: 2,
  objective: margins,
  run: (state, restart) => {
    const { ball, plan } = state;
    let active = state.start();
    for (let step = 1; step <= plan.steps && active.rows.length > 0; step++) {
      active = advance(active, (all) => {
        const change = ball.inside(state.draws(all, restart, step));
        const { rows, images, labels, points } = state.score({
          ...all,
          points: ball.project(all.images.add(change), all.images),
        });
        return { rows, images, labels, points };
      });
      state.report(restart, step);
    }
  },
};
