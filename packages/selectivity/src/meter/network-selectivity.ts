/**
 * What a measurement of a network comes to, from the whole down to a unit.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import type { Negatives } from "../measures/non-negative.js";

/** Class selectivity in one number, beside what that number would be by chance. */
export interface MeanSelectivity {
  /** Mean over units; of a network, mean of its layers' means. In [0, 1]. */
  readonly meanSelectivity: number;
  /**
   * The same with labels permuted: what this many images give to units that know nothing of classes. NaN without
   * permutations.
   */
  readonly nullSelectivity: number;
  /**
   * The same with each unit's favourite class picked on one half of the images and its selectivity for that class taken
   * on the other, both ways round: 0 on average for units that know nothing. NaN unless two classes have two images.
   */
  readonly splitHalfSelectivity: number;
  /** The same as `meanSelectivity`, over the units that are not dead. NaN where all are. */
  readonly liveSelectivity: number;
  /** Units that answer to no image at all; their selectivity is 0. */
  readonly deadUnits: number;
}

/** One layer of a {@link NetworkSelectivity}. */
export interface LayerSelectivity extends MeanSelectivity {
  readonly name: string;
  /** U. */
  readonly units: number;
  /** `[U]`. */
  readonly selectivity: readonly number[];
  /** `[U]`: the class with the largest mean, the first of those that tie; −1 for a dead unit, which has none. */
  readonly selectedClass: readonly number[];
  /** `[K, U]`, float64: class-conditional means; NaN for a class without images. Owned by the caller's scope. */
  readonly classMeans: Tensor;
}

/** What a {@link SelectivityMeter} measured. */
export interface NetworkSelectivity extends MeanSelectivity {
  /** N. */
  readonly images: number;
  /** Images of the smallest class that has any: the fewer, the higher `nullSelectivity`. */
  readonly smallestClass: number;
  /** How negative activations were taken. */
  readonly negatives: Negatives;
  readonly permutations: number;
  /** In order of computation. */
  readonly layers: readonly LayerSelectivity[];
}
