/**
 * A training batch out of a data set that stays in memory as bytes: pick, crop, flip and normalize in one pass.
 *
 *     batch[b, c, y, x] = (images[index[b], c, y + dy, x'] / 255 − mean[c]) / std[c]      (dy, dx) = offset[b]
 *
 * where x' = x + dx, or (W − 1 − x) + dx where flip[b]; what lies outside of the image counts as black. Random numbers
 * are the caller's. Native, see native/batch.cpp; on other devices the same in operators of libtorch.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";

/** Which images, and how each is cropped and normalized. */
export interface BatchPlan {
  /** int64 `[B]`, rows of the data set. */
  index: Tensor;
  /** int64 `[B, 2]`: how far down and right the crop starts, from −pad to pad; 0, 0 is the image as it is. */
  offset: Tensor;
  /** bool `[B]`: mirrored left to right, after the crop. */
  flip: Tensor;
  /** float32 `[C]`, of pixels scaled to 0..1. */
  mean: Tensor;
  /** float32 `[C]`, of pixels scaled to 0..1. */
  std: Tensor;
}

/**
 * @param images uint8 `[N, C, H, W]`.
 * @returns float32 `[B, C, H, W]` in channels_last; the same bits whatever the number of threads.
 * @throws {@link TorchError} where shapes or dtypes do not fit, or an index is not of the data set.
 */
export function gatherBatch(images: Tensor, { index, offset, flip, mean, std }: BatchPlan): Tensor {
  return native(images, index, offset, flip, mean, std);
}

const native = operator("selectivity::gather_batch");
