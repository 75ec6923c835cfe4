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

/** How units are metered: see {@link SelectivityMeterOptions}. */
export type MeterOptions = Pick<SelectivityMeterOptions, "measures" | "permutations" | "negatives">;

/** Sums of one evaluation. */
export class EvaluationSums {
  readonly #meter: SelectivityMeter;
  readonly #scores: ScoreSums;

  /** @param indices images that will be added, in their order. */
  constructor({ labels, classes }: ImageDataset, indices: Int32Array, options: MeterOptions) {
    this.#scores = new ScoreSums(indices.length);
    this.#meter = scope(() => {
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
