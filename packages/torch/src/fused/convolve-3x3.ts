/**
 * Convolution with 3 × 3 kernels, stride 1 and padding 1, by Winograd's F(4×4, 3×3) where it applies.
 *
 *     y = Aᵀ ((G w Gᵀ) ⊙ (Bᵀ d B)) A      for each tile of 4 × 4 outputs and its window d of 6 × 6 inputs
 *
 * A quarter of the multiplications, at a few times the rounding error of a direct sum (docs/winograd.md). Native, see native/winograd.cpp.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * Winograd's form on the CPU for float32 images, numbers of channels that are multiples of 8, and maps that fill more than half of
 * their tiles, where the processor has AVX2. Everything else, bfloat16 under {@link autocast} included, is libtorch's convolution.
 *
 * Winograd's form gives the same bits for any number of threads. A NaN or an infinite value spreads over the 4 × 4 tile of its pixel:
 * the outputs in the tile's rows, and the rows next to the pixel, crossed with the same columns, are not finite. A direct sum
 * only reaches the 3 × 3 neighbors. Values above about 1e36 can overflow.
 *
 * @param x `[N, C, H, W]`; copied first unless channels_last.
 * @param weight `[K, C, 3, 3]`
 * @param bias `[K]`
 * @returns `[N, K, H, W]`, differentiable, also twice; second derivatives are libtorch's.
 * @throws {@link TorchError} where shapes or dtypes do not fit.
 */
export function convolve3x3(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  return native(x, weight, bias);
}

const native = operator("selectivity::convolve_3x3");
