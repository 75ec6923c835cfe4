/**
 * Several attacks at several budgets: what remains of a network's accuracy, image by image.
 *
 *     budgets, from the smallest ─ every attack on the images it has not broken yet ─ broken by it ─┐
 *                                                              worst case: broken by any of them ──┴─ per budget
 *
 * A point within a budget is within every larger one, so an image that an attack has broken stays broken: it is not attacked
 * again, and a curve cannot rise by chance.
 *
 * @module
 */

import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { attack } from "./attack.js";
import type { Norm } from "./budgets/ball.js";
import type { AttackOptions } from "./engine/attack-options.js";
import type { AttackProgress } from "./engine/attack-plan.js";
import type { AttackedBatch } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { type Bits, brokenByAny } from "./engine/bits.js";
import { AttackError } from "./engine/error.js";
import { transferAttack } from "./transfer.js";

/** One of several attacks: its name and its options. */
export interface AttackChoice extends Pick<AttackOptions, "attack" | "steps" | "restarts" | "randomStart"> {
  /** Computes the attack on this network, and evaluates it on the attacked one. */
  readonly source?: AttackedModel | undefined;
}

/** Which attacks to run, and at which budgets. */
export interface CurveOptions {
  readonly attacks: readonly AttackChoice[];
  readonly norm: Norm;
  /** Budgets in pixels scaled to 0..1, in any order. */
  readonly epsilons: readonly number[];
  readonly seed: number;
  /** The number of each image in its data set. */
  readonly indices: Int32Array;
  /** Number of images attacked at once, which limits memory; 128 by default. */
  readonly batchSize?: number | undefined;
  readonly onProgress?: ((progress: CurveProgress) => void) | undefined;
}

/** Progress of a curve. */
export interface CurveProgress extends AttackProgress {
  readonly epsilon: number;
  /** Number of images in the batches before this one, which are done with this attack and budget. */
  readonly imagesDone: number;
}

/** Which images are broken within one budget. */
export interface BudgetResult {
  readonly epsilon: number;
  /** N values: 1 if the network misclassifies the image, under any attack or none, else 0. */
  readonly broken: Bits;
  /** The same for each attack alone, in the order of the choices. */
  readonly byAttack: readonly Bits[];
}

/**
 * Runs several attacks at every budget.
 *
 * @returns one result per budget, from the smallest; robust accuracy is the share of zeros in `broken`.
 * @throws {@link AttackError} as {@link attack} does, and for an empty list.
 */
export function attackCurve(model: AttackedModel, batch: AttackedBatch, options: CurveOptions): BudgetResult[] {
  const { attacks, epsilons, indices } = options;
  if (attacks.length === 0 || epsilons.length === 0)
    throw new AttackError({
      code: "invalid-option",
      problem: `attackCurve: expected at least one attack and one budget, got ${attacks.length} and ${epsilons.length}.`,
      remedy: "name both",
    });
  const broken = attacks.map(() => new Uint8Array(indices.length));
  return epsilons
    .toSorted((a, b) => a - b)
    .map((epsilon) => {
      for (const [which, choice] of attacks.entries())
        attackUnbroken(broken[which] as Bits, model, batch, choice, epsilon, options);
      return { epsilon, broken: brokenByAny(broken), byAttack: broken.map((bits) => bits.slice()) };
    });
}

/** Attacks the images that are not broken yet, and records those that are broken now. */
function attackUnbroken(
  broken: Bits,
  model: AttackedModel,
  batch: AttackedBatch,
  { source, ...choice }: AttackChoice,
  epsilon: number,
  { norm, seed, indices, batchSize = 128, onProgress }: CurveOptions,
): void {
  const unbroken = Int32Array.from(broken.keys()).filter((row) => broken[row] === 0);
  for (let start = 0; start < unbroken.length; start += batchSize) {
    const rows = unbroken.subarray(start, start + batchSize);
    const report = (progress: AttackProgress) => onProgress?.({ ...progress, epsilon, imagesDone: start });
    const plan = {
      ...choice,
      norm,
      epsilon,
      seed,
      onProgress: report,
      indices: rows.map((row) => indices[row] as number),
    };
    scope(() => {
      const part = selectImages(batch, rows);
      const result = source ? transferAttack(source, model, part, plan) : attack(model, part, plan);
      for (const [i, row] of rows.entries()) broken[row] = result.broken[i] as number;
    });
  }
}

function selectImages({ images, labels }: AttackedBatch, rows: Int32Array): AttackedBatch {
  const pick = (values: Tensor) => values.indexSelect(0, tensor(rows, { dtype: "int64", device: values.device }));
  return { images: pick(images), labels: pick(labels) };
}
