/**
 * The attacker's budget: the images within epsilon of an image, by a norm, whose pixels stay in 0..1.
 *
 *     linf   every pixel value changes by at most epsilon
 *     l2     the Euclidean norm of the change, over all channels and pixels, is at most epsilon
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import type { AttackRandom } from "./attack-random.js";
import { l2Ball } from "./l2.js";
import { linfBall } from "./linf.js";

/** Norms by which a change can be bounded. */
export const norms = ["linf", "l2"] as const;

/** How a change is measured. */
export type Norm = (typeof norms)[number];

/** All of `[N, C, H, W]`; functions return new tensors. */
export interface Ball {
  readonly epsilon: number;
  /** The direction of length 1 in which the loss rises most; 0 where the gradient is 0, or no number. */
  steepest(gradient: Tensor): Tensor;
  /** The nearest points within the budget of `images`, whatever came. */
  project(points: Tensor, images: Tensor): Tensor;
  /** A change for each of the images drawn for, uniform in the ball. */
  inside(draws: AttackRandom): Tensor;
  /** A change for each of the images drawn for, on the ball's surface: where APGD starts. */
  surface(draws: AttackRandom): Tensor;
}

/** The ball of a norm and a radius of 0 or more. */
export function createBall(norm: Norm, epsilon: number): Ball {
  return norm === "linf" ? linfBall(epsilon) : l2Ball(epsilon);
}
