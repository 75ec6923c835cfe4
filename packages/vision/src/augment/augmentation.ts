/**
 * Random flips and crops, drawn for each image from (seed, epoch, image index) alone: the same in any batch and order.
 *
 * As in the published CIFAR recipes: a border of black pixels, a crop of the original size at a random place, and a left-right flip
 * with probability ½.
 * @module
 */
import { below, randomWords } from "@selectivity-lab/base";

/** Random changes of training images. */
export interface Augmentation {
  /** Mirror each image left to right with probability ½. */
  readonly flip: boolean;
  /** Width of the black border in pixels; 0 for no crops. */
  readonly crop: number;
}

/** The crop of each image of a batch, and whether it is mirrored. */
export interface Placements {
  /** B pairs (rows down, columns right) by which the crop is moved, each in [−crop, crop]. */
  readonly offsets: Int32Array;
  /** B values, 0 or 1. */
  readonly flips: Uint8Array;
}

/** Draws the crop and flip of each image; `indices` are the images' indices in the data set. */
export function drawPlacements(
  indices: Int32Array,
  seed: number,
  epoch: number,
  { flip, crop }: Augmentation,
): Placements {
  const offsets = new Int32Array(2 * indices.length);
  const flips = new Uint8Array(indices.length);
  for (const [item, index] of indices.entries()) {
    const [down, right, mirrored] = randomWords(seed, "augment", index, epoch);
    offsets[2 * item] = below(down, 2 * crop + 1) - crop;
    offsets[2 * item + 1] = below(right, 2 * crop + 1) - crop;
    flips[item] = flip ? below(mirrored, 2) : 0;
  }
  return { offsets, flips };
}
