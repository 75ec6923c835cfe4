/**
 * The budget by the Euclidean norm of the change.
 *
 * @module
 */

import { operator, type Tensor } from "@selectivity-lab/torch";
import type { Ball } from "./ball.js";

/** Smaller than every norm other than 0, in float32 and in float64. */
const TINY = 1e-37;

/** The ball of the Euclidean norm. */
export function l2Ball(epsilon: number): Ball {
  return {
    epsilon,
    steepest: (gradient) => unit(finite(gradient, 0, 0, 0)),
    project: (points, images) => {
      const change = points.sub(images);
      const norm = lengths(change).clamp({ min: TINY }); // [N, 1, 1, 1]
      const shrink = reciprocal(norm).mul(epsilon).clamp({ max: 1 });
      return change.mul(shrink).add(images).clamp({ min: 0, max: 1 }); // the box holds the image: this leads no further away
    },
    inside: (draws) => {
      const direction = unit(draws.normal());
      const dimensions = direction.numel / (direction.shape[0] as number);
      return direction.mul(
        draws
          .share()
          .pow(1 / dimensions)
          .mul(epsilon),
      ); // the volume within r grows as r^dimensions
    },
    surface: (draws) => unit(draws.normal()).mul(epsilon),
  };
}

/** Scales each change to length 1; first by its largest element, since squares of gradients below 1e-19 are 0 in float32. */
function unit(change: Tensor): Tensor {
  const scaled = change.div(change.abs().amax([1, 2, 3], true).clamp({ min: TINY }));
  return scaled.div(lengths(scaled).clamp({ min: TINY }));
}

/** Euclidean norm of each change: `[N, C, H, W]` to `[N, 1, 1, 1]`. */
function lengths(change: Tensor): Tensor {
  return change.square().sum([1, 2, 3], true).sqrt();
}

const finite = operator("aten::nan_to_num");
const reciprocal = operator("aten::reciprocal");
