/**
 * Refuses what would make an attack fail in silence: pixels on another scale, labels that are no class.
 *
 * @module
 */

import { scope, type Tensor } from "@selectivity-lab/torch";
import type { AttackedBatch } from "./attack-state.js";
import type { AttackedModel } from "./attacked-model.js";
import { AttackError, type AttackErrorCode } from "./error.js";

/** @throws {@link AttackError} */
export function checkBatch(victim: AttackedModel, { images, labels }: AttackedBatch, indices: Int32Array): void {
  const [count = 0] = images.shape;
  demand(
    images.shape.length === 4 && count > 0 && /^float(32|64)$/.test(images.dtype),
    "images",
    `images must be float32 [N ≥ 1, C, H, W], got ${images}`,
    "Divide bytes by 255, and do not normalise: the victim does.",
  );
  const [low, high] = range(images);
  demand(
    low >= 0 && high <= 1,
    "images",
    `images must be in 0..1, got values from ${low} to ${high}`,
    high > 2 ? "Divide bytes by 255." : "Do not normalise them: the victim does.",
  );
  demand(
    labels.dtype === "int64" && labels.shape.join() === `${count}`,
    "labels",
    `labels must be int64 [${count}], one for each image, got ${labels}`,
    "They are the true classes.",
  );
  const [first, last] = range(labels);
  demand(
    first >= 0 && last < victim.classes,
    "labels",
    `labels must be classes from 0 to ${victim.classes - 1}, got ${first} to ${last}`,
    "Give victimOf the number of classes of the data set.",
  );
  demand(
    indices.length === count && indices.every((index) => index >= 0),
    "indices",
    `indices must be ${count} numbers of 0 or more, one for each image, got ${indices.length}`,
    "They are the images' numbers in the data set, and the key of their random numbers.",
  );
}

/** The least and the greatest value; NaN where there is one. */
function range(values: Tensor): [number, number] {
  return scope(() => [values.amin().item(), values.amax().item()]);
}

function demand(holds: boolean, code: AttackErrorCode, problem: string, remedy: string): void {
  if (!holds) throw new AttackError(code, `attack: ${problem}.`, remedy);
}
