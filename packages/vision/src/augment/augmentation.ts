/**
 * Random flips and crops, drawn for each image by (seed, epoch, image index) alone: the same in any batch and order.
 *
 * As in the published CIFAR recipes: a border of black pixels all around, a crop of the original size from a random place,
 * and a left-right flip of every second image.
 * @module
 */
import { below, randomWords } from "@selectivity-lab/base";

/** What is done to training images. */
export interface Augmentation {
  /** Mirror each image left to right with probability ½. */
  readonly flip: boolean;
  /** Width in pixels of the black border from which crops are taken; 0: no crops. */
  readonly crop: number;
}

/** Where each image of a batch is cut from, and whether it is mirrored. */
export interface Placements {
  /** B pairs (rows down, columns right) by which the cut-out is moved, each in [−crop, crop]. */
  readonly offsets: Int32Array;
  /** B times 0 or 1. */
  readonly flips: Uint8Array;
}

/** Draws the placement of each image; `indices` are its numbers in the data set. */
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
