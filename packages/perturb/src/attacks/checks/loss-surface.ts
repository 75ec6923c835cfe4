/**
 * How the loss changes with the distance from an image, along its gradient and along a random direction.
 *
 * If the network masks nothing, the loss rises smoothly along the gradient, and further than along any random direction.
 *
 * @module
 */

import { noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { AttackRandom } from "../budgets/attack-random.js";
import { createBall } from "../budgets/create-ball.js";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { margins } from "../engine/objectives.js";
import { type AttackCheck, createCheck, type ExaminationOptions, formatShare } from "./check.js";

/** Number of distances between the image and the edge of the budget. */
const DISTANCES = 8;

/** Code of the random directions; see {@link AttackFacts.code}. */
const CODE = 0;

/** Largest share of images whose loss rises more along a random direction that passes. */
const MANY = 0.1;

/** The margin by which the best wrong class leads, at several distances along two directions. */
export interface LossSurface {
  /** Distances from 0 to epsilon. */
  readonly distances: readonly number[];
  /** `[distance][image]`, along the gradient. */
  readonly alongGradient: readonly Float64Array[];
  /** `[distance][image]`, along a random direction. */
  readonly alongRandom: readonly Float64Array[];
}

/** Evaluates every image at several distances up to the edge of the budget, clipped to 0..1. */
export function measureLossSurface(
  model: AttackedModel,
  batch: AttackedBatch,
  options: ExaminationOptions,
): LossSurface {
  const { norm, epsilon, seed, indices } = options;
  const ball = createBall(norm, epsilon);
  const { images, labels } = batch;
  const distances = Array.from({ length: DISTANCES + 1 }, (_, i) => (epsilon * i) / DISTANCES);
  return scope(() => {
    const uphill = ball.steepest(model.lossGradient(images, labels, margins).gradient);
    const draws = new AttackRandom({ seed, attack: CODE, restart: 0, step: 0 }, indices, images);
    const random = ball.steepest(draws.normal());
    const along = (direction: Tensor) => distances.map((distance) => marginsAt(model, batch, direction, distance));
    return { distances, alongGradient: along(uphill), alongRandom: along(random) };
  });
}

function marginsAt(model: AttackedModel, { images, labels }: AttackedBatch, direction: Tensor, distance: number) {
  return scope(() =>
    noGrad(() => {
      const points = images.add(direction.mul(distance)).clamp({ min: 0, max: 1 });
      return Float64Array.from(margins(model.logits(points), labels).toTypedArray(), Number);
    }),
  );
}

/** Checks that the loss rises more along the gradient than along a random direction. */
export function checkLossSurface(model: AttackedModel, batch: AttackedBatch, options: ExaminationOptions): AttackCheck {
  const { alongGradient, alongRandom } = measureLossSurface(model, batch, options);
  const rises = (surface: readonly Float64Array[]) =>
    (surface[0] as Float64Array).map((start, i) => Math.max(...surface.map((at) => at[i] as number)) - start);
  const [gradient, random] = [rises(alongGradient), rises(alongRandom)];
  const share = gradient.filter((rise, i) => (random[i] as number) >= rise).length / gradient.length;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const finding = `${formatShare(share)} of the losses rise no more along the gradient than along a random direction`;
  const numbers = { share, alongGradient: mean(gradient), alongRandom: mean(random) };
  return createCheck("loss-surface", share > MANY, finding, numbers);
}
