/**
 * What an evaluation counts, batch by batch, whatever computed it.
 *
 * @module
 */

import { SelectivityMeter, type SelectivityMeterOptions } from "@selectivity-lab/selectivity";
import { crossEntropy, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { Evaluation } from "./evaluation.js";

/** How units are metered: see {@link SelectivityMeterOptions}. */
export type MeterOptions = Pick<SelectivityMeterOptions, "permutations" | "negatives">;

/** Counts what is correct, adds up the loss, and meters the hidden units. */
export class EvaluationSums {
  readonly #meter: SelectivityMeter;
  readonly #images: number;
  #seen = 0;
  #correct = 0;
  #loss = 0;

  /** @param indices of the images that will come, in their order. */
  constructor({ labels, classes }: ImageDataset, indices: Int32Array, options: MeterOptions) {
    this.#images = indices.length;
    this.#meter = scope(() => {
      const chosen = labels.indexSelect(0, tensor(indices, { dtype: "int64", device: labels.device }));
      return new SelectivityMeter(chosen, { classes: classes.length, ...options });
    });
  }

  /** @param logits `[B, K]`. @param labels `[B]`. @param unitMeans `[B, U]` of each layer. */
  add(logits: Tensor, labels: Tensor, unitMeans: ReadonlyMap<string, Tensor>): void {
    scope(() => {
      this.#meter.add(unitMeans);
      this.#correct += logits.argmax(1).eq(labels).sum().item();
      this.#loss += crossEntropy(logits, labels).item() * labels.numel;
      this.#seen += labels.numel;
    });
  }

  /** How many images were added. */
  get seen(): number {
    return this.#seen;
  }

  /** After the last batch. Its class means belong to the caller's scope. */
  result(): Evaluation {
    const images = this.#images;
    return { accuracy: this.#correct / images, loss: this.#loss / images, images, selectivity: this.#meter.result() };
  }
}
