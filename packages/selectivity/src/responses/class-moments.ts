/**
 * Class means with the variance inside each class, and what measures ask of them: each class against all other images.
 *
 * @module
 */
import { scope, type Tensor } from "@selectivity-lab/torch";
import type { ClassMeans } from "./class-means.js";

/** Means and variances of unit responses by class: a row for each class, of which some may be masked. */
export interface ClassMoments extends ClassMeans {
  /** `[K, U]`: mean squared distance to the class's mean, over its images (not one fewer). */
  readonly variances: Tensor;
  /** `[K, 1]`: images of each class, in the dtype of the means; 0 for absent ones. */
  readonly sizes: Tensor;
}

/** The images of all other classes, taken together. */
export interface OtherImages {
  /** `[K, U]`. */
  readonly means: Tensor;
  /** `[K, U]`, over the images. */
  readonly variances: Tensor;
}

/**
 * For each class, mean and variance over the images of all the others; 0 where there are none.
 *
 * Means are taken relative to the mean of all images first, so that differences of large numbers do not cancel.
 */
export function momentsOfOthers({ means, variances, sizes }: ClassMoments): OtherImages {
  return scope(() => {
    const images = sizes.sum(0, true); // [1, 1]
    const others = images.sub(sizes).clamp({ min: 1 }); // [K, 1]
    const center = means.mul(sizes).sum(0, true).div(images); // [1, U]
    const distances = means.sub(center).mul(sizes.gt(0)); // [K, U]
    const sums = distances.mul(sizes); // [K, U]
    const squares = variances.add(distances.square()).mul(sizes); // [K, U]
    const offsets = sums.sum(0, true).sub(sums).div(others); // [K, U]: from the center
    const spread = squares.sum(0, true).sub(squares).div(others).sub(offsets.square());
    return { means: offsets.add(center), variances: spread.clamp({ min: 0 }) };
  });
}
