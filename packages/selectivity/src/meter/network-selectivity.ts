/**
 * The result of a measurement, from the whole network down to a unit.
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import type { Negatives } from "../responses/non-negative.js";

/** Selectivity as one number, with what it needs to be judged. */
export interface MeanSelectivity {
  /** Mean over units; of a network, mean of its layers' means. In the measure's range. */
  readonly meanSelectivity: number;
  /**
   * The same with permuted labels: the value that this many images give to units that do not depend on the class. NaN without
   * permutations.
   */
  readonly nullSelectivity: number;
  /**
   * The same with each unit's favorite class picked on one half of the images and its selectivity for that class estimated on
   * the other, averaged over both directions: 0 on average for units that do not depend on the class. Where `meanSelectivity` is
   * biased up, this is biased **down**, the more so the fewer images per class: noise picks the wrong class. NaN unless two
   * classes have two images, and for measures that pick nothing.
   */
  readonly splitHalfSelectivity: number;
  /** The same as `meanSelectivity`, over the units that are not dead. NaN if all are. */
  readonly liveSelectivity: number;
  /** Number of units that respond to no image at all. The index counts them as 0; measures that are undefined for them leave them out. */
  readonly deadUnits: number;
  /** Number of other units for which the measure is undefined, such as one that responds to a single image for monosemanticity; left out of means. */
  readonly undefinedUnits: number;
}

/** One layer under one measure. */
export interface MeasuredLayer extends MeanSelectivity {
  readonly name: string;
  /** U. */
  readonly units: number;
  /** `[U]`: the measure of each unit; NaN where it is undefined. */
  readonly selectivity: readonly number[];
}

/** A network under one measure. */
export interface MeasuredNetwork extends MeanSelectivity {
  /** In order of computation. */
  readonly layers: readonly MeasuredLayer[];
}

/** One layer of a {@link NetworkSelectivity}. */
export interface LayerSelectivity extends MeasuredLayer {
  /** `[U]`: the class with the largest mean, the first of those that tie; −1 for a dead unit. */
  readonly selectedClass: readonly number[];
  /** `[K, U]`, float64: class-conditional means; NaN for a class without images. Owned by the caller's scope. */
  readonly classMeans: Tensor;
}

/** The result of a {@link SelectivityMeter}; its own numbers are those of the meter's first measure. */
export interface NetworkSelectivity extends MeasuredNetwork {
  /** N. */
  readonly images: number;
  /** Number of images of the smallest class that has any: the fewer, the higher `nullSelectivity`. */
  readonly smallestClass: number;
  /** How negative activations were handled. */
  readonly negatives: Negatives;
  readonly permutations: number;
  /** In order of computation. */
  readonly layers: readonly LayerSelectivity[];
  /** Every measure of the meter, by name, the first included. */
  readonly measures: Readonly<Record<string, MeasuredNetwork>>;
}
