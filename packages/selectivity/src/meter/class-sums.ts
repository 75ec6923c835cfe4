/**
 * Streaming sums by class: all that a measurement over many images has to remember.
 *
 * @module
 */

import { type Tensor, tensor } from "@selectivity-lab/torch";
import { classSizes } from "../measures/class-conditional-means.js";
import { LEFT_OUT } from "./labellings.js";

/**
 * Sums of unit activations by class, in float64, for one labelling of the images.
 *
 * Images are added one by one in their order, so the sums have the same bits whatever the batch size, and memory is
 * K · U numbers however many images there are.
 */
export class ClassSums {
  readonly #sums: Float64Array;
  readonly #sizes: readonly number[];

  /**
   * @param labels `[N]`, of all images to come: a class in [0, `classes`), or {@link LEFT_OUT}.
   * @param units U, how many numbers each image brings.
   */
  constructor(
    readonly labels: Int32Array,
    readonly classes: number,
    readonly units: number,
  ) {
    this.#sums = new Float64Array(classes * units);
    this.#sizes = classSizes(
      labels.filter((label) => label !== LEFT_OUT),
      classes,
    );
  }

  /** Which classes occur, ascending. */
  get present(): number[] {
    return [...this.#sizes.keys()].filter((label) => this.#sizes[label] !== 0);
  }

  /** Adds the images from `first` on. @param activations `[B, U]`, row by row. */
  add(first: number, activations: Float64Array): void {
    const { labels, units } = this;
    const sums = this.#sums;
    for (let from = 0, image = first; from < activations.length; from += units, image++) {
      const label = labels[image] as number;
      if (label === LEFT_OUT) continue;
      const to = label * units;
      for (let unit = 0; unit < units; unit++)
        sums[to + unit] = (sums[to + unit] as number) + (activations[from + unit] as number);
    }
  }

  /** `[K, U]`, float64: class means after all images were added; a class without any is a row of NaN. */
  means(): Tensor {
    const means = this.#sums.map((sum, i) => sum / (this.#sizes[Math.floor(i / this.units)] as number));
    return tensor(means, { shape: [this.classes, this.units] });
  }
}
