/**
 * Whether a network can be shown a data set.
 *
 * @module
 */

import type { ImageDataset } from "@selectivity-lab/vision";
import { CheckpointError } from "./checkpoint-error.js";
import type { Checkpoint } from "./weights.js";

/** @throws {@link CheckpointError} when the network cannot take the images or has other classes. */
export function requireFit({ file, inputShape, classes }: Checkpoint, dataset: ImageDataset): void {
  const { name } = dataset;
  const [own, theirs] = [inputShape.join(" × "), dataset.images.shape.slice(1).join(" × ")];
  if (own !== theirs)
    throw new CheckpointError(
      `${file} takes images of ${own}, ${name} has ${theirs}\n  to do: name another data set with --data`,
    );
  if (classes.length !== dataset.classes.length)
    throw new CheckpointError(
      `${file} knows ${classes.length} classes, ${name} has ${dataset.classes.length}\n  to do: name another data set with --data`,
    );
}
