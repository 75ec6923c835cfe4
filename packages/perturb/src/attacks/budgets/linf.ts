/**
 * The budget by the largest change of any pixel value.
 *
 * @module
 */

import { operator } from "@selectivity-lab/torch";
import type { Ball } from "./ball.js";

/** The ball of the maximum norm. */
export function linfBall(epsilon: number): Ball {
  return {
    epsilon,
    steepest: (gradient) => sign(finite(gradient, 0, 0, 0)),
    project: (points, images) =>
      points.sub(images).clamp({ min: -epsilon, max: epsilon }).add(images).clamp({ min: 0, max: 1 }),
    inside: (draws) => draws.uniform().mul(epsilon),
    surface: (draws) => {
      const change = draws.uniform();
      return change.div(change.abs().amax([1, 2, 3], true)).mul(epsilon);
    },
  };
}

const finite = operator("aten::nan_to_num");
const sign = operator("aten::sign");
