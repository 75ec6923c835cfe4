/**
 * Our own kernels, in several forms: one for each set of vector instructions. The best form that the processor supports
 * runs; the environment variable `SELECTIVITY_KERNELS` asks for another, such as `baseline`.
 *
 * `avx2` and `avx512` give the same bits. `baseline` differs from them by rounding, because it has no fused multiply-add.
 * libtorch's own kernels are chosen by libtorch, and differ likewise between processors.
 * @module
 */
import { native } from "./native.js";

/** The forms that the addon is built with; `baseline` alone on processors other than x86-64. */
export const kernelForms = ["avx512", "avx2", "baseline"] as const;

/** A set of vector instructions that the kernels are compiled for. */
export type KernelForm = (typeof kernelForms)[number];

/** The kernels in use, and what this processor could run. */
export interface KernelSupport {
  readonly running: KernelForm;
  /** The best first. */
  readonly supported: readonly KernelForm[];
  /** Vector instructions that the processor has and the operating system allows, such as `avx2`. */
  readonly features: readonly string[];
}

/** Which kernels run. @throws {@link NativeError} where the addon does not load. */
export function kernels(): KernelSupport {
  return native().kernels() as KernelSupport;
}

/** Runs `work` with one form of the kernels: for tests and measurements. @throws Error where the processor does not support it. */
export function withKernels<Result>(form: KernelForm, work: () => Result): Result {
  const { running } = kernels();
  native().useKernels(form);
  try {
    return work();
  } finally {
    native().useKernels(running);
  }
}
