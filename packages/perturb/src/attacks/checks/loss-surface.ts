/**
 * How the loss rises on the way out of an image: along its gradient, and along a random direction.
 *
 * Along the gradient of a network that hides nothing it rises smoothly, and further than along any random direction.
 *
 * @module
 */

import { noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { AttackRandom } from "../budgets/attack-random.js";
import { createBall } from "../budgets/ball.js";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { margins } from "../engine/objectives.js";
import { type AttackCheck, check, type ExaminationOptions, percent } from "./check.js";

/** Stations on the way to the budget's edge. */
const STATIONS = 8;

/** Its random directions; see {@link AttackMethod.code}. */
const CODE = 0;

/** Share of images that climb higher along a random direction from which on it is said. */
const MANY = 0.1;

/** The margin by which the best wrong class leads, on two ways out of the images. */
export interface LossSurface {
  /** From 0 to epsilon. */
  readonly distances: readonly number[];
  /** `[station][image]` */
  readonly alongGradient: readonly Float64Array[];
  /** `[station][image]` */
  readonly alongRandom: readonly Float64Array[];
}

/** Walks from every image to the edge of the budget, clipped to 0..1. */
export function lossSurface(victim: AttackedModel, batch: AttackedBatch, options: ExaminationOptions): LossSurface {
  const { norm, epsilon, seed, indices } = options;
  const ball = createBall(norm, epsilon);
  const { images, labels } = batch;
  const distances = Array.from({ length: STATIONS + 1 }, (_, station) => (epsilon * station) / STATIONS);
  return scope(() => {
    const uphill = ball.steepest(victim.slope(images, labels, margins).gradient);
    const draws = new AttackRandom({ seed, attack: CODE, restart: 0, step: 0 }, indices, images);
    const random = ball.steepest(draws.normal());
    const along = (direction: Tensor) => distances.map((distance) => marginsAt(victim, batch, direction, distance));
    return { distances, alongGradient: along(uphill), alongRandom: along(random) };
  });
}

function marginsAt(victim: AttackedModel, { images, labels }: AttackedBatch, direction: Tensor, distance: number) {
  return scope(() =>
    noGrad(() => {
      const points = images.add(direction.mul(distance)).clamp({ min: 0, max: 1 });
      return Float64Array.from(margins(victim.logits(points), labels).toTypedArray(), Number);
    }),
  );
}

/** The surface, judged. */
export function surfaceCheck(victim: AttackedModel, batch: AttackedBatch, options: ExaminationOptions): AttackCheck {
  const { alongGradient, alongRandom } = lossSurface(victim, batch, options);
  const rises = (surface: readonly Float64Array[]) =>
    (surface[0] as Float64Array).map((start, i) => Math.max(...surface.map((at) => at[i] as number)) - start);
  const [gradient, random] = [rises(alongGradient), rises(alongRandom)];
  const share = gradient.filter((rise, i) => (random[i] as number) >= rise).length / gradient.length;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const finding = `${percent(share)} of the images climb no higher along the gradient than along a random direction`;
  const numbers = { share, alongGradient: mean(gradient), alongRandom: mean(random) };
  return check("loss-surface", share > MANY, finding, numbers);
}
