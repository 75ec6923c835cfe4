/**
 * A pass over a data set in batches: a pure function of the indices, the seed and the epoch.
 * @module
 */

import { shuffleBySeed } from "@selectivity-lab/base";
import { gatherBatch, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import { type Augmentation, drawPlacements } from "../augment/augmentation.js";
import type { ImageDataset } from "../datasets/contract/format.js";
import { stratified } from "./stratified.js";

/** Some images of a data set, ready for a model. */
export interface Batch {
  /** float32 `[B, C, H, W]`, normalised, channels last. */
  readonly images: Tensor;
  /** int64 `[B]`. */
  readonly labels: Tensor;
}

/** How to go over the images. */
export interface BatchOptions {
  readonly batchSize: number;
  /** Of the order and the augmentation; 0 by default. */
  readonly seed?: number;
  /** Counts passes: each has its own order and augmentation; 0 by default. */
  readonly epoch?: number;
  /**
   * Draw a random order; off by default. `stratified` draws one in which every batch holds each class in its share of the
   * images, to within an image or two.
   */
  readonly shuffle?: boolean | "stratified";
  /** None by default. */
  readonly augment?: Augmentation | undefined;
  /** Leave out a last batch that is not full; off by default. */
  readonly dropLast?: boolean;
  /** Begin at this batch of the pass, as a resumed run does; 0 by default. */
  readonly firstBatch?: number;
}

/**
 * Goes over the images at `indices` once, normalised by the data set's own mean and standard deviation.
 *
 *     for (const { images, labels } of batches(dataset, train, { batchSize: 128, shuffleBySeed: true, seed, epoch })) …
 *
 * An image's flip and crop depend on the seed, the epoch and the image alone, not on batch size or order.
 *
 * @returns batches whose tensors live until the next one is asked for or the loop is left; then they are freed.
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
    shuffle === "stratified" ? stratified(random, Int32Array.from(dataset.labels.toTypedArray(), Number)) : random;
  const end = dropLast ? order.length - (order.length % batchSize) : order.length;
  for (let start = firstBatch * batchSize; start < end; start += batchSize) {
    const batch = gathered(dataset, order.slice(start, start + batchSize), options);
    try {
      yield batch;
    } finally {
      batch.images.dispose();
      batch.labels.dispose();
    }
  }
}

function gathered(dataset: ImageDataset, indices: Int32Array, options: BatchOptions): Batch {
  const { device } = dataset.images;
  return scope(() => {
    const index = tensor(indices, { dtype: "int64", device }); // [B]
    const [mean, std] = [tensor([...dataset.mean], { device }), tensor([...dataset.std], { device })]; // [C]
    return {
      images: gatherBatch(dataset.images, { index, mean, std, ...placed(indices, device, options) }),
      labels: dataset.labels.indexSelect(0, index),
    };
  });
}

/** Where each image is cut from, `[B, 2]`, and whether it is mirrored, `[B]`; as it is without augmentation. */
function placed(indices: Int32Array, device: string, { seed = 0, epoch = 0, augment }: BatchOptions) {
  const shape = [indices.length, 2];
  if (!augment)
    return {
      offset: zeros(shape, { dtype: "int64", device }),
      flip: zeros([indices.length], { dtype: "bool", device }),
    };
  const { offsets, flips } = drawPlacements(indices, seed, epoch, augment);
  return { offset: tensor(offsets, { dtype: "int64", shape, device }), flip: tensor(flips, { dtype: "bool", device }) };
}

/** The number of every image of a data set, in order. */
export function everyIndex({ labels }: ImageDataset): Int32Array {
  return Int32Array.from({ length: labels.numel }, (_, index) => index);
}
