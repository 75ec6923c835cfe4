/**
 * Checks the images and labels of an attack: pixels on a different scale, or labels that are not classes, would make it fail
 * silently.
 *
 * @module
 */

import { scope, type Tensor } from "@selectivity-lab/torch";
import type { AttackedBatch } from "./attack-state.js";
import type { AttackedModel } from "./attacked-model.js";
import { AttackError, type AttackErrorCode } from "./error.js";

/** Checks a batch. @throws {@link AttackError} if an attack on it would be meaningless. */
export function checkBatch(model: AttackedModel, { images, labels }: AttackedBatch, indices: Int32Array): void {
  const [count = 0] = images.shape;
  requireThat(
    images.shape.length === 4 && count > 0 && /^float(32|64)$/.test(images.dtype),
    "invalid-images",
    `images must be float32 [N ≥ 1, C, H, W], got ${images}`,
    "divide bytes by 255, and do not normalize: the attacked model does",
  );
  const [low, high] = findRange(images);
  requireThat(
    low >= 0 && high <= 1,
    "invalid-images",
    `images must be in 0..1, got values from ${low} to ${high}`,
    high > 2 ? "divide bytes by 255" : "do not normalize them: the attacked model does",
  );
  requireThat(
    labels.dtype === "int64" && labels.shape.join() === `${count}`,
    "invalid-labels",
    `labels must be int64 [${count}], one for each image, got ${labels}`,
    "give the true classes",
  );
  const [first, last] = findRange(labels);
  requireThat(
    first >= 0 && last < model.classes,
    "invalid-labels",
    `labels must be classes from 0 to ${model.classes - 1}, got ${first} to ${last}`,
    "give createAttackedModel the data set's number of classes",
  );
  requireThat(
    indices.length === count && indices.every((index) => index >= 0),
    "invalid-indices",
    `indices must be ${count} numbers of 0 or more, one for each image, got ${indices.length}`,
    "give the images' numbers in the data set: they are the key of their random numbers",
  );
}

/** The smallest and the largest value; NaN if there is one. */
function findRange(values: Tensor): [number, number] {
  return scope(() => [values.amin().item(), values.amax().item()]);
}

function requireThat(holds: boolean, code: AttackErrorCode, problem: string, remedy: string): void {
  if (!holds) throw new AttackError({ code, problem: `attack: ${problem}.`, remedy });
}
