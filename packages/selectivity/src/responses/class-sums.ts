/**
 * Streaming sums by class: all that class means over many images have to remember.
 *
 * @module
 */

import { tensor } from "@selectivity-lab/torch";
import type { PresentClassMeans } from "./class-means.js";
import { classSizes, LEFT_OUT, presentClasses } from "./labels.js";
import type { Collector, LabelledImages } from "./response-statistic.js";

/**
 * Sums of unit activations by class, in float64, for each labelling of the images.
 *
 * Images are added one by one in their order, so the sums have the same bits whatever the batch size, and memory is
 * K · U numbers per labelling however many images there are.
 */
export class ClassSums implements Collector<PresentClassMeans> {
  readonly #images: LabelledImages;
  /** `[K, U]` of each labelling. */
  readonly #sums: readonly Float64Array[];

  constructor(images: LabelledImages) {
    this.#images = images;
    this.#sums = images.labellings.map(() => new Float64Array(images.classes * images.units));
  }

  add(first: number, activations: Float64Array): void {
    const { labellings, units } = this.#images;
    for (const [i, labels] of labellings.entries())
      addRows(this.#sums[i] as Float64Array, labels.subarray(first), activations, units);
  }

  results(offset: Float64Array): PresentClassMeans[] {
    const { labellings, classes, units } = this.#images;
    return labellings.map((labels, i) => {
      const sizes = classSizes(labels, classes);
      const present = presentClasses(sizes);
      const counts = present.map((label) => sizes[label] as number);
      const means = new Float64Array(present.length * units);
      for (const [row, label] of present.entries())
        for (let unit = 0; unit < units; unit++)
          means[row * units + unit] =
            (this.#sums[i]?.[label * units + unit] as number) / (counts[row] as number) - (offset[unit] as number);
      return { means: tensor(means, { shape: [present.length, units] }), classes: present.length, counts, present };
    });
  }
}

/** Adds every image's activations to the row of its class. */
function addRows(sums: Float64Array, labels: Int32Array, activations: Float64Array, units: number): void {
  for (let from = 0, image = 0; from < activations.length; from += units, image++) {
    const label = labels[image] as number;
    if (label === LEFT_OUT) continue;
    const to = label * units;
    for (let unit = 0; unit < units; unit++)
      sums[to + unit] = (sums[to + unit] as number) + (activations[from + unit] as number);
  }
}
