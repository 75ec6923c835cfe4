/**
 * The arithmetic in which convolutions and matrix products run. Weights and everything else stay as they are.
 *
 * @module
 */
import { native } from "./native.js";

/**
 * Runs `work` with convolutions and matrix products in bfloat16, as `torch.autocast` does: their inputs and weights are cast,
 * their results are bfloat16, and gradients arrive at the weights in the weights' own dtype.
 *
 * Only the forward pass belongs in here. What needs more digits (losses, statistics) converts its inputs back to float32 outside.
 *
 * @param device where the tensors are: `cpu`, `cuda` or `cuda:<n>`.
 * @example
 * const weight = randn([4, 8], new Generator(0));
 * autocast("cpu", () => operator("aten::linear")(ones([2, 8]), weight)).dtype // "bfloat16"
 */
export function autocast<Result>(device: string, work: () => Result): Result {
  native().setAutocast(device, true);
  try {
    return work();
  } finally {
    native().setAutocast(device, false);
  }
}

/**
 * Runs `work` with TensorFloat-32 allowed or not: convolutions and matrix products of float32 on CUDA may then round their
 * inputs to 10 bits of mantissa instead of 23, several times as fast. Afterwards it is as before, also when `work` throws.
 *
 * Outside of any such call it is off, unlike in libtorch, which allows it in convolutions. On the CPU it changes nothing.
 *
 * @param work runs to its end within the call; what it starts and does not wait for runs without.
 */
export function withTF32<Result>(on: boolean, work: () => Result): Result {
  const before = native().isTF32Allowed();
  native().allowTF32(on);
  try {
    return work();
  } finally {
    native().allowTF32(before);
  }
}

/** Whether {@link withTF32} allows TensorFloat-32 here. */
export function isTF32Allowed(): boolean {
  return native().isTF32Allowed();
}
