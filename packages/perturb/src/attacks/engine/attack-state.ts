/**
 * What every attack does again and again: look at points through the network, enter the worst into the ledger, let go of
 * the images that are broken, say how far it is.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import { AttackRandom } from "../budgets/attack-random.js";
import type { Ball } from "../budgets/ball.js";
import { type ActiveImages, only } from "./active-images.js";
import type { AttackPlan } from "./attack-options.js";
import type { AttackedModel } from "./attacked-model.js";
import type { Objective } from "./objectives.js";
import { WorstPoints } from "./worst-points.js";

/** Images to attack. */
export interface AttackedBatch {
  /** float32 `[N, C, H, W]` in 0..1, not normalised. */
  readonly images: Tensor;
  /** int64 `[N]`, the true classes. */
  readonly labels: Tensor;
}

/** A cohort that has just been looked at. */
export type Seen<Members extends ActiveImages> = Members & {
  /** M values of the objective at the points. */
  readonly loss: Float64Array;
};

/** A cohort with the slope at its points. */
export type Climbed<Members extends ActiveImages> = Seen<Members> & {
  /** `[M, C, H, W]` */
  readonly gradient: Tensor;
};

/** One attack on one batch. */
export class AttackState {
  readonly ledger: WorstPoints;
  readonly #batch: AttackedBatch;

  /** @param ball the budget; @param plan the attack, complete with its defaults. */
  constructor(
    readonly victim: AttackedModel,
    batch: AttackedBatch,
    readonly ball: Ball,
    readonly plan: AttackPlan,
  ) {
    this.#batch = batch;
    this.ledger = new WorstPoints(batch.images);
  }

  /** Whether no image is left to attack. */
  get over(): boolean {
    return this.plan.stopWhenBroken && this.ledger.broken.every((bit) => bit === 1);
  }

  /** All images that the attack is to go on with, at their starting points. */
  start(): ActiveImages {
    const [images, labels] = [this.#batch.images.detach(), this.#batch.labels.detach()]; // handles that may be freed
    const rows = Int32Array.from(this.ledger.broken.keys());
    return this.#standing({ rows, images, labels, points: images });
  }

  /** The random numbers of a cohort at one step of a restart. */
  draws({ rows, images }: ActiveImages, restart: number, step: number): AttackRandom {
    const { seed, method, indices } = this.plan;
    const numbers = rows.map((row) => indices[row] as number);
    return new AttackRandom({ seed, attack: method.code, restart, step }, numbers, images);
  }

  /** Looks at the points. @returns those still to be attacked. */
  score<Members extends ActiveImages>(
    cohort: Members,
    objective: Objective = this.plan.method.objective,
  ): Seen<Members> {
    const logits = this.victim.logits(cohort.points);
    const loss = numbers(objective(logits, cohort.labels));
    this.#enter(cohort, logits, loss);
    return this.#standing({ ...cohort, loss });
  }

  /** Looks at the points and the slope there. @returns those still to be attacked. */
  climb<Members extends ActiveImages>(
    cohort: Members,
    objective: Objective = this.plan.method.objective,
  ): Climbed<Members> {
    const { logits, loss, gradient } = this.victim.slope(cohort.points, cohort.labels, objective);
    const losses = numbers(loss);
    this.#enter(cohort, logits, losses);
    return this.#standing({ ...cohort, loss: losses, gradient });
  }

  /** Tells the caller how far the attack is. */
  report(restart: number, step: number, steps = this.plan.steps): void {
    const { method, restarts, onProgress } = this.plan;
    const broken = this.ledger.broken.reduce((sum, bit) => sum + bit, 0);
    onProgress?.({ attack: method.name, restart, restarts, step, steps, images: this.ledger.broken.length, broken });
  }

  #enter({ rows, points, labels }: ActiveImages, logits: Tensor, loss: Float64Array): void {
    const misclassified = logits.argmax(1).ne(labels).toTypedArray() as Uint8Array;
    this.ledger.offer(rows, { points, loss, misclassified });
  }

  #standing<Members extends ActiveImages>(cohort: Members): Members {
    if (!this.plan.stopWhenBroken) return cohort;
    const positions = Int32Array.from(cohort.rows.keys());
    return only(
      cohort,
      positions.filter((i) => this.ledger.broken[cohort.rows[i] as number] === 0),
    );
  }
}

function numbers(loss: Tensor): Float64Array {
  return Float64Array.from(loss.toTypedArray(), Number);
}
