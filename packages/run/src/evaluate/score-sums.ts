/**
 * Adds up what class scores say, batch by batch: which images are correct, and the cross entropy.
 *
 * @module
 */
import { crossEntropy, scope, type Tensor } from "@selectivity-lab/torch";

/** How well N images were classified. */
export interface Scores {
  /** Share of images classified correctly. */
  readonly accuracy: number;
  /** Mean cross entropy, in nats. */
  readonly loss: number;
  /** N. */
  readonly images: number;
  /** N values in the order of the images: 1 where the image was classified correctly, else 0. */
  readonly correct: Uint8Array;
}

/** Sums over the batches of one pass. */
export class ScoreSums {
  readonly #correct: Uint8Array;
  #loss = 0;
  #seen = 0;

  /** @param images number of images that will be added. */
  constructor(images: number) {
    this.#correct = new Uint8Array(images);
  }

  /** @param logits `[B, K]`. @param labels `[B]`. */
  add(logits: Tensor, labels: Tensor): void {
    scope(() => {
      this.#correct.set(logits.argmax(1).eq(labels).toTypedArray() as Uint8Array, this.#seen);
      this.#loss += crossEntropy(logits, labels).item() * labels.numel;
      this.#seen += labels.numel;
    });
  }

  /** The scores after the last batch. */
  result(): Scores {
    const images = this.#correct.length;
    const right = this.#correct.reduce((sum, bit) => sum + bit, 0);
    return { accuracy: right / images, loss: this.#loss / images, images, correct: this.#correct };
  }
}
