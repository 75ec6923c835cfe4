/**
 * Adds up what a network gets right, whole and with lesions, by class.
 *
 * @module
 */

import type { LesionRow } from "@selectivity-lab/selectivity";
import type { ImageScores } from "./score-logits.js";

/** A row, and which of the lesions it is. */
export interface NumberedRow extends LesionRow {
  readonly number: number;
}

/** Sums over the images of each class. */
export interface ClassTotals {
  /** `[K]`: images classified correctly. */
  readonly correct: Float64Array;
  /** `[K]`: margins, the logit of the right class less the largest of the others. */
  readonly margin: Float64Array;
}

/** What a network gets right, whole and with each lesion. */
export interface LesionTotals {
  /** `[K]`: images of each class. */
  readonly images: Float64Array;
  readonly whole: ClassTotals;
  /** In the order of the lesions. */
  readonly lesions: readonly ClassTotals[];
}

/** Sums of one network, batch by batch. Lesions that change nothing for an image need not be added. */
export class LesionSums {
  readonly #images: Float64Array;
  readonly #whole: ClassTotals;
  /** Of each lesion, how far it is from the whole. */
  readonly #changes: readonly ClassTotals[];

  /** @param classes K. */
  constructor(classes: number, lesions: number) {
    const zeros = (): ClassTotals => ({ correct: new Float64Array(classes), margin: new Float64Array(classes) });
    this.#images = new Float64Array(classes);
    this.#whole = zeros();
    this.#changes = Array.from({ length: lesions }, zeros);
  }

  /** Adds the next images. @param labels of the images. */
  addWhole(labels: Int32Array, { correct, margin }: ImageScores): void {
    for (const [image, label] of labels.entries()) {
      add(this.#images, label, 1);
      add(this.#whole.correct, label, correct[image] as number);
      add(this.#whole.margin, label, margin[image] as number);
    }
  }

  /** Adds rows of these images. @param whole scores of the images. @param scores of the rows. */
  addRows(labels: Int32Array, rows: readonly NumberedRow[], whole: ImageScores, scores: ImageScores): void {
    for (const [row, { image, number }] of rows.entries()) {
      const label = labels[image] as number;
      const { correct, margin } = this.#changes[number] as ClassTotals;
      add(correct, label, (scores.correct[row] as number) - (whole.correct[image] as number));
      add(margin, label, (scores.margin[row] as number) - (whole.margin[image] as number));
    }
  }

  totals(): LesionTotals {
    const { correct, margin } = this.#whole;
    const lesions = this.#changes.map((change) => ({
      correct: change.correct.map((value, label) => value + (correct[label] as number)),
      margin: change.margin.map((value, label) => value + (margin[label] as number)),
    }));
    return { images: this.#images, whole: this.#whole, lesions };
  }
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}
