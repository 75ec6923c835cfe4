/**
 * Class means in operators whose shapes do not depend on which classes occur, so that they can be part of a CUDA graph:
 * `[N, U]` → `[K, U]`, absent classes masked.
 *
 * The sum over the images of a class is a product with a 0/1 matrix: index_add, as on the CPU, adds in no fixed order on a GPU.
 * @module
 */
import { operator, scope, type Tensor } from "@selectivity-lab/torch";
import type { ClassMeans } from "./class-means.js";

/** A row for each class of the data set. */
export interface MaskedClassMeans extends ClassMeans {
  readonly classes: Tensor;
  /** `[K, 1]`: images of each class, in the dtype of the means. */
  readonly sizes: Tensor;
}

/** See {@link BatchStatistic.fromCapturedBatch}. */
export function maskedClassMeans(units: Tensor, labels: Tensor, classIds: Tensor): MaskedClassMeans {
  return scope(() => {
    const members = equal(labels.unsqueeze(1), classIds).to({ dtype: units.dtype }); // [N, K]
    const counts = members.sum(0); // [K]
    const means = members
      .transpose(0, 1)
      .matmul(units)
      .div(counts.clamp({ min: 1 }).unsqueeze(1)); // [K, U]
    return { means, absent: counts.eq(0).unsqueeze(1), classes: counts.gt(0).sum(), sizes: counts.unsqueeze(1) };
  });
}

const equal = operator("aten::eq.Tensor");
