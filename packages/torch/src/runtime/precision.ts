/**
 * In which arithmetic convolutions and matrix products run. Weights and everything else stay as they are.
 *
 * @module
 */
import { native } from "./native.js";

/**
 * Runs `work` with convolutions and matrix products in bfloat16, as `torch.autocast` does: their inputs and weights are cast,
 * their results are bfloat16, and gradients arrive at the weights in the weights' own dtype.
 *
 * Only the forward pass belongs in here; what needs more digits (losses, statistics) takes its inputs back to float32 outside.
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
 * Whether convolutions and matrix products of float32 on CUDA may round their inputs to TensorFloat-32: 10 bits of mantissa
 * in place of 23, several times as fast. libtorch's own default allows it in convolutions. On the CPU it changes nothing.
 */
export function allowTF32(on: boolean): void {
  native().allowTF32(on);
}
