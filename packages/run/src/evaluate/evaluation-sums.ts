/**
 * Adds up an evaluation batch by batch: scores and hidden units.
 *
 * @module
 */

import { SelectivityMeter, type SelectivityMeterOptions } from "@selectivity-lab/selectivity";
import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { ClassifierOutputs } from "./classifier.js";
import type { Evaluation } from "./evaluation.js";
import { ScoreSums } from "./score-sums.js";

/** Labels of a data set's images other than its own. */
export interface Labelling {
  /** Names, in label order. */
  readonly classes: readonly string[];
  /** `[N]`: of every image of the data set. */
  readonly labels: Int32Array;
}

/** How units are metered: see {@link SelectivityMeterOptions}. */
export interface MeterOptions extends Pick<SelectivityMeterOptions, "measures" | "permutations" | "negatives"> {
  /** By which labels; the data set's own by default. Scores always are of the data set's own. */
  readonly labelling?: Labelling | undefined;
}

/** Sums of one evaluation. */
export class EvaluationSums {
  readonly #meter: SelectivityMeter;
  readonly #scores: ScoreSums;

  /** @param indices images that will be added, in their order. */
  constructor(dataset: ImageDataset, indices: Int32Array, { labelling, ...options }: MeterOptions) {
    this.#scores = new ScoreSums(indices.length);
    const { classes } = labelling ?? dataset;
    this.#meter = scope(() => {
      const labels = labelling ? tensor(labelling.labels, { dtype: "int64" }) : dataset.labels;
      const chosen = labels.indexSelect(0, tensor(indices, { dtype: "int64", device: labels.device }));
      return new SelectivityMeter(chosen, { classes: classes.length, ...options });
    });
  }

  /** @param labels `[B]`. */
  add({ logits, unitMeans }: ClassifierOutputs, labels: Tensor): void {
    this.#meter.add(unitMeans);
    this.#scores.add(logits, labels);
  }

  /** The result after the last batch. Its class means belong to the caller's scope. */
  result(): Evaluation {
    return { ...this.#scores.result(), selectivity: this.#meter.result() };
  }
}
