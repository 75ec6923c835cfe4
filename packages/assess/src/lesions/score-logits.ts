/**
 * From logits to whether each image is classified correctly, and by what margin.
 *
 * @module
 */
import { operator, type Tensor } from "@selectivity-lab/torch";

/** Scores of some images, in their order. */
export interface ImageScores {
  /** 1: classified correctly. */
  readonly correct: readonly number[];
  /** The logit of the right class less the largest of the others. */
  readonly margin: readonly number[];
}

/** @param logits `[R, K ≥ 2]`. @param labels `[R]`. */
export function scoreLogits(logits: Tensor, labels: Tensor): ImageScores {
  const index = labels.unsqueeze(1); // [R, 1]
  const right = logits.gather(1, index);
  const others = scatter(logits, 1, index, Number.NEGATIVE_INFINITY).amax(1); // [R]
  return {
    correct: readNumbers(logits.argmax(1).eq(labels)),
    margin: readNumbers(right.squeeze(1).sub(others).to({ dtype: "float64" })),
  };
}

/** The values of a tensor, row by row. */
export function readNumbers(values: Tensor): number[] {
  return Array.from(values.toTypedArray() as ArrayLike<number | bigint>, Number);
}

const scatter = operator("aten::scatter.value");
