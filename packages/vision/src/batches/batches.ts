/**
 * A pass over a data set in batches: a pure function of the indices, the seed and the epoch.
 * @module
 */

import { shuffleBySeed } from "@selectivity-lab/base";
import { gatherBatch, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import { type Augmentation, drawPlacements } from "../augment/augmentation.js";
import type { ImageDataset } from "../datasets/contract/format.js";
import { stratify } from "./stratify.js";

/** Images of a data set, ready for a model. */
export interface Batch {
  /** float32 `[B, C, H, W]`, normalized, channels last. */
  readonly images: Tensor;
  /** int64 `[B]`. */
  readonly labels: Tensor;
  /** int64 `[B]`: labels of the same images by another labelling; the same tensor as `labels` unless one was given. */
  readonly otherLabels: Tensor;
}

/** How to iterate over the images. */
export interface BatchOptions {
  readonly batchSize: number;
  /** Seed of the order and the augmentation; 0 by default. */
  readonly seed?: number;
  /** Number of the pass, which has its own order and augmentation; 0 by default. */
  readonly epoch?: number;
  /**
   * Draw a random order; off by default. With `stratified`, every batch has each class in proportion to its share of the images, to
   * within an image or two.
   */
  readonly shuffle?: boolean | "stratified";
  /** No augmentation by default. */
  readonly augment?: Augmentation | undefined;
  /** Skip a last batch that is not full; off by default. */
  readonly dropLast?: boolean;
  /** int64 `[N]`: a second labelling of the data set's images. None by default. */
  readonly otherLabels?: Tensor | undefined;
  /** First batch of the pass, for a resumed run; 0 by default. */
  readonly firstBatch?: number;
}

/**
 * Iterates once over the images at `indices`, normalized by the data set's mean and standard deviation.
 *
 *     for (const { images, labels } of batches(dataset, train, { batchSize: 128, shuffle: true, seed, epoch })) …
 *
 * An image's flip and crop depend on the seed, the epoch and the image alone, not on batch size or order.
 *
 * @returns batches whose tensors are freed when the next batch is requested or the loop ends.
 * @throws RangeError unless `batchSize` is a whole number above 0.
 */
export function* batches(
  dataset: ImageDataset,
  indices: Int32Array,
  options: BatchOptions,
): Generator<Batch, void, void> {
  const { batchSize, seed = 0, epoch = 0, shuffle = false, dropLast = false, firstBatch = 0 } = options;
  if (!(Number.isInteger(batchSize) && batchSize > 0))
    throw new RangeError(`batches: batchSize must be a whole number above 0, got ${batchSize}.`);
  const random = shuffle ? shuffleBySeed(indices, seed, "shuffle", epoch) : indices;
  const order =
    shuffle === "stratified" ? stratify(random, Int32Array.from(dataset.labels.toTypedArray(), Number)) : random;
  const end = dropLast ? order.length - (order.length % batchSize) : order.length;
  for (let start = firstBatch * batchSize; start < end; start += batchSize) {
    const batch = gather(dataset, order.slice(start, start + batchSize), options);
    try {
      yield batch;
    } finally {
      batch.images.dispose();
      batch.labels.dispose();
      batch.otherLabels.dispose();
    }
  }
}

function gather(dataset: ImageDataset, indices: Int32Array, options: BatchOptions): Batch {
  const { device } = dataset.images;
  return scope(() => {
    const index = tensor(indices, { dtype: "int64", device }); // [B]
    const [mean, std] = [tensor([...dataset.mean], { device }), tensor([...dataset.std], { device })]; // [C]
    const labels = dataset.labels.indexSelect(0, index);
    return {
      images: gatherBatch(dataset.images, { index, mean, std, ...placeImages(indices, device, options) }),
      labels,
      otherLabels: options.otherLabels?.indexSelect(0, index) ?? labels,
    };
  });
}

/** The offset of each image's crop, `[B, 2]`, and whether it is mirrored, `[B]`; zeros without augmentation. */
function placeImages(indices: Int32Array, device: string, { seed = 0, epoch = 0, augment }: BatchOptions) {
  const shape = [indices.length, 2];
  if (!augment)
    return {
      offset: zeros(shape, { dtype: "int64", device }),
      flip: zeros([indices.length], { dtype: "bool", device }),
    };
  const { offsets, flips } = drawPlacements(indices, seed, epoch, augment);
  return { offset: tensor(offsets, { dtype: "int64", shape, device }), flip: tensor(flips, { dtype: "bool", device }) };
}

/** The index of every image of a data set, in order. */
export function everyIndex({ labels }: ImageDataset): Int32Array {
  return Int32Array.from({ length: labels.numel }, (_, index) => index);
}
