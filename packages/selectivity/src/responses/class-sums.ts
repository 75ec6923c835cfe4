/**
 * Streaming sums by class: all that class means over many images have to remember.
 *
 * @module
 */

import { tensor } from "@selectivity-lab/torch";
import type { PresentClassMeans } from "./class-means.js";
import { classSizes, LEFT_OUT, presentClasses } from "./labels.js";
import type { Collector, Labelling } from "./response-statistic.js";

/**
 * Sums of unit activations by class, in float64, for one labelling of the images.
 *
 * Images are added one by one in their order, so the sums have the same bits whatever the batch size, and memory is
 * K · U numbers however many images there are.
 */
export class ClassSums implements Collector<PresentClassMeans> {
  readonly #labelling: Labelling;
  readonly #sums: Float64Array;

  constructor(labelling: Labelling) {
    this.#labelling = labelling;
    this.#sums = new Float64Array(labelling.classes * labelling.units);
  }

  add(first: number, activations: Float64Array): void {
    const { labels, units } = this.#labelling;
    const sums = this.#sums;
    for (let from = 0, image = first; from < activations.length; from += units, image++) {
      const label = labels[image] as number;
      if (label === LEFT_OUT) continue;
      const to = label * units;
      for (let unit = 0; unit < units; unit++)
        sums[to + unit] = (sums[to + unit] as number) + (activations[from + unit] as number);
    }
  }

  result(offset: Float64Array): PresentClassMeans {
    const { labels, classes, units } = this.#labelling;
    const sizes = classSizes(labels, classes);
    const present = presentClasses(sizes);
    const counts = present.map((label) => sizes[label] as number);
    const means = new Float64Array(present.length * units);
    for (const [row, label] of present.entries())
      for (let unit = 0; unit < units; unit++)
        means[row * units + unit] =
          (this.#sums[label * units + unit] as number) / (counts[row] as number) - (offset[unit] as number);
    return { means: tensor(means, { shape: [present.length, units] }), classes: present.length, counts, present };
  }
}
