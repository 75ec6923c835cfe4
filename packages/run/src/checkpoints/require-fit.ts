/**
 * Checks that a network can be evaluated on a data set.
 *
 * @module
 */

import type { ImageDataset } from "@selectivity-lab/vision";
import { CheckpointError } from "./checkpoint-error.js";
import type { Checkpoint } from "./weights.js";

const REMEDY = "name a different data set with --data";

/** @throws {@link CheckpointError} where the network takes images of a different size or has other classes. */
export function requireFit({ file, inputShape, classes }: Checkpoint, dataset: ImageDataset): void {
  requireImageSize(file, inputShape, dataset);
  requireClassCount(file, classes.length, dataset);
}

function requireImageSize(file: string, inputShape: readonly number[], { name, images }: ImageDataset): void {
  const [own, theirs] = [inputShape.join(" × "), images.shape.slice(1).join(" × ")];
  if (own === theirs) return;
  throw new CheckpointError({
    code: "images-do-not-fit",
    problem: `${file} takes images of ${own}, but ${name} has images of ${theirs}`,
    remedy: REMEDY,
    path: file,
  });
}

/** @throws {@link CheckpointError} `classes-do-not-fit`. */
export function requireClassCount(file: string, count: number, { name, classes }: ImageDataset): void {
  if (count === classes.length) return;
  throw new CheckpointError({
    code: "classes-do-not-fit",
    problem: `${file} has ${count} output classes, but ${name} has ${classes.length}`,
    remedy: REMEDY,
    path: file,
  });
}
