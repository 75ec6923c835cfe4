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

/** The norms that can limit a change. */
export const norms = ["linf", "l2"] as const;

/** A norm that measures a change. */
export type Norm = (typeof norms)[number];

/** The points within a budget. Tensors are `[N, C, H, W]`; every function returns a new one. */
export interface Ball {
  readonly epsilon: number;
  /** Direction of length 1 in which the loss rises most; 0 where the gradient is 0 or NaN. */
  steepest(gradient: Tensor): Tensor;
  /** The nearest points within the budget of `images`, for any `points`. */
  project(points: Tensor, images: Tensor): Tensor;
  /** A random change for each image, uniform in the ball. */
  inside(draws: AttackRandom): Tensor;
  /** A random change for each image, on the surface of the ball, where APGD starts. */
  surface(draws: AttackRandom): Tensor;
}
