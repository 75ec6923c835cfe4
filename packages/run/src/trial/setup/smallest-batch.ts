/**
 * The smallest batch that a network is shown in training.
 *
 * @module
 */
import type { Recipe } from "../../recipe/schema.js";

/**
 * Images of the smallest forward pass of an epoch: of its last batch, or of the last part of a batch.
 *
 * @param images that a trial trains on.
 * @example smallestBatch(54, { batchSize: 53, microBatchSize: null }) // 1
 */
export function smallestBatch(
  images: number,
  { batchSize, microBatchSize }: Pick<Recipe, "batchSize" | "microBatchSize">,
): number {
  const full = Math.min(batchSize, images);
  const part = (batch: number) => rest(batch, microBatchSize ?? batch);
  return Math.min(part(full), part(rest(images, full)));
}

/** What is left at the end when a number is counted off in portions of a size. */
function rest(count: number, size: number): number {
  return count % size || Math.min(count, size);
}
