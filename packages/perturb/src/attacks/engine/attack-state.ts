/**
 * What every attack does at every step: evaluate points with the network, keep the worst, remove the images that are broken, and
 * report progress.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import { AttackRandom } from "../budgets/attack-random.js";
import type { Ball } from "../budgets/ball.js";
import { type ActiveImages, keepRows } from "./active-images.js";
import type { AttackPlan } from "./attack-plan.js";
import type { AttackedModel } from "./attacked-model.js";
import type { Objective } from "./objectives.js";
import { WorstPoints } from "./worst-points.js";

/** Images to attack. */
export interface AttackedBatch {
  /** float32 `[N, C, H, W]` in 0..1, not normalized. */
  readonly images: Tensor;
  /** int64 `[N]`, the true classes. */
  readonly labels: Tensor;
}

/** Active images with the loss at their points. */
export type Scored<Members extends ActiveImages> = Members & {
  /** M values of the objective at the points. */
  readonly loss: Float64Array;
};

/** Active images with the loss and its gradient at their points. */
export type ScoredWithGradient<Members extends ActiveImages> = Scored<Members> & {
  /** `[M, C, H, W]` */
  readonly gradient: Tensor;
};

/** One attack on one batch. */
export class AttackState {
  /** The worst points found so far. */
  readonly worst: WorstPoints;
  readonly #batch: AttackedBatch;

  /** @param ball the budget. @param plan the attack's options, complete with the defaults. */
  constructor(
    readonly model: AttackedModel,
    batch: AttackedBatch,
    readonly ball: Ball,
    readonly plan: AttackPlan,
  ) {
    this.#batch = batch;
    this.worst = new WorstPoints(batch.images);
  }

  /** Whether there is no image left to attack. */
  get isOver(): boolean {
    return this.plan.stopWhenBroken && this.worst.broken.every((bit) => bit === 1);
  }

  /** All images that are not broken yet, each at the image itself. */
  start(): ActiveImages {
    const [images, labels] = [this.#batch.images.detach(), this.#batch.labels.detach()]; // handles that may be freed
    const rows = Int32Array.from(this.worst.broken.keys());
    return this.#removeBroken({ rows, images, labels, points: images });
  }

  /** The random numbers of the active images at one step of a restart. */
  draws({ rows, images }: ActiveImages, restart: number, step: number): AttackRandom {
    const { seed, attack, indices } = this.plan;
    const numbers = rows.map((row) => indices[row] as number);
    return new AttackRandom({ seed, attack: attack.code, restart, step }, numbers, images);
  }

  /** Evaluates the points. @returns the images that are not broken. */
  score<Members extends ActiveImages>(
    active: Members,
    objective: Objective = this.plan.attack.objective,
  ): Scored<Members> {
    const logits = this.model.logits(active.points);
    const loss = readNumbers(objective(logits, active.labels));
    this.#record(active, logits, loss);
    return this.#removeBroken({ ...active, loss });
  }

  /** Evaluates the points and the gradient there. @returns the images that are not broken. */
  scoreWithGradient<Members extends ActiveImages>(
    active: Members,
    objective: Objective = this.plan.attack.objective,
  ): ScoredWithGradient<Members> {
    const { logits, loss, gradient } = this.model.lossGradient(active.points, active.labels, objective);
    const losses = readNumbers(loss);
    this.#record(active, logits, losses);
    return this.#removeBroken({ ...active, loss: losses, gradient });
  }

  /** Reports how far the attack is. */
  report(restart: number, step: number, steps = this.plan.steps): void {
    const { attack, restarts, onProgress } = this.plan;
    const broken = this.worst.broken.reduce((sum, bit) => sum + bit, 0);
    onProgress?.({ attack: attack.name, restart, restarts, step, steps, images: this.worst.broken.length, broken });
  }

  #record({ rows, points, labels }: ActiveImages, logits: Tensor, loss: Float64Array): void {
    const misclassified = logits.argmax(1).ne(labels).toTypedArray() as Uint8Array;
    this.worst.record(rows, { points, loss, misclassified });
  }

  #removeBroken<Members extends ActiveImages>(active: Members): Members {
    if (!this.plan.stopWhenBroken) return active;
    const positions = Int32Array.from(active.rows.keys());
    return keepRows(
      active,
      positions.filter((i) => this.worst.broken[active.rows[i] as number] === 0),
    );
  }
}

function readNumbers(loss: Tensor): Float64Array {
  return Float64Array.from(loss.toTypedArray(), Number);
}
