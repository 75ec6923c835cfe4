/**
 * Several attacks at several budgets: what is left of a network's accuracy, image by image.
 *
 *     budgets, from the smallest ─ every attack on the images it has not broken yet ─ broken by it ─┐
 *                                                              worst case: broken by any of them ──┴─ per budget
 *
 * A point within a budget is within every larger one, so what an attack has broken stays broken: it is neither attacked
 * again nor can a curve rise by chance.
 *
 * @module
 */

import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { attack } from "./attack.js";
import type { Norm } from "./budgets/ball.js";
import type { AttackOptions, AttackProgress } from "./engine/attack-options.js";
import type { AttackedBatch } from "./engine/attack-state.js";
import type { AttackedModel } from "./engine/attacked-model.js";
import { anyOf, type Bits } from "./engine/bits.js";
import { AttackError } from "./engine/error.js";
import { transferAttack } from "./transfer.js";

/** One attack of several; its name and what it is told. */
export interface AttackChoice extends Pick<AttackOptions, "attack" | "steps" | "restarts" | "randomStart"> {
  /** Makes the attack on this network and tries it on the victim. */
  readonly source?: AttackedModel | undefined;
}

/** What to attack with, and how far. */
export interface CurveOptions {
  readonly attacks: readonly AttackChoice[];
  readonly norm: Norm;
  /** Budgets in pixels scaled to 0..1, in any order. */
  readonly epsilons: readonly number[];
  readonly seed: number;
  /** The number of each image in its data set. */
  readonly indices: Int32Array;
  /** Images attacked at once, which bounds the memory; 128 by default. */
  readonly batchSize?: number | undefined;
  readonly onProgress?: ((progress: CurveProgress) => void) | undefined;
}

/** How far a curve is. */
export interface CurveProgress extends AttackProgress {
  readonly epsilon: number;
  /** Images of the batches before this one, which are done with this attack and budget. */
  readonly imagesDone: number;
}

/** What is broken within one budget. */
export interface BudgetResult {
  readonly epsilon: number;
  /** N times 1 where any attack, or none at all, misleads the network, else 0. */
  readonly broken: Bits;
  /** The same for each attack by itself, in the order of the choices. */
  readonly byAttack: readonly Bits[];
}

/**
 * Attacks at every budget.
 *
 * @returns one result a budget, from the smallest; robust accuracy is the share of zeros in `broken`.
 * @throws {@link AttackError} as {@link attack} does, and for an empty list.
 */
export function attackCurve(victim: AttackedModel, batch: AttackedBatch, options: CurveOptions): BudgetResult[] {
  const { attacks, epsilons, indices } = options;
  if (attacks.length === 0 || epsilons.length === 0)
    throw new AttackError("invalid-option", "attackCurve: expected an attack and a budget, got none.", "Name some.");
  const broken = attacks.map(() => new Uint8Array(indices.length));
  return epsilons
    .toSorted((a, b) => a - b)
    .map((epsilon) => {
      for (const [which, choice] of attacks.entries())
        carryOn(broken[which] as Bits, victim, batch, choice, epsilon, options);
      return { epsilon, broken: anyOf(broken), byAttack: broken.map((bits) => bits.slice()) };
    });
}

/** Attacks the images that still stand, and enters those that fall. */
function carryOn(
  broken: Bits,
  victim: AttackedModel,
  batch: AttackedBatch,
  { source, ...choice }: AttackChoice,
  epsilon: number,
  { norm, seed, indices, batchSize = 128, onProgress }: CurveOptions,
): void {
  const standing = Int32Array.from(broken.keys()).filter((row) => broken[row] === 0);
  for (let start = 0; start < standing.length; start += batchSize) {
    const rows = standing.subarray(start, start + batchSize);
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
      const part = partOf(batch, rows);
      const result = source ? transferAttack(source, victim, part, plan) : attack(victim, part, plan);
      for (const [i, row] of rows.entries()) broken[row] = result.broken[i] as number;
    });
  }
}

function partOf({ images, labels }: AttackedBatch, rows: Int32Array): AttackedBatch {
  const pick = (values: Tensor) => values.indexSelect(0, tensor(rows, { dtype: "int64", device: values.device }));
  return { images: pick(images), labels: pick(labels) };
}
