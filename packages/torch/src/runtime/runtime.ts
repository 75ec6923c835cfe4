/**
 * The library as a whole: threads, versions, live tensors.
 *
 * @module
 */
import { NativeError } from "../error.js";
import { type BuiltLibtorch, builtLibtorch, native } from "./native.js";

/** Sets how many threads one operator may use. More busy threads than cores make every step several times slower. */
export function setThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`setThreads: expected a whole number from 1, got ${threads}`);
  native().setThreads(threads);
}

/** How many threads one operator may use. */
export function getThreads(): number {
  return native().getThreads();
}

/** Number of tensors that JavaScript holds: what a leak test compares before and after. */
export function liveTensors(): number {
  return native().liveTensors();
}

/** The libtorch in use, loaded. @throws {@link NativeError} where it is not built or does not load. */
export function libtorch(): BuiltLibtorch {
  const { version } = native();
  return { ...(builtLibtorch() as BuiltLibtorch), version };
}

/** The GPUs that can be used, `cuda:0` first: the name of each, and its memory in bytes. Empty where there is none. */
export function cudaDevices(): readonly { name: string; bytes: number }[] {
  return native().hasCuda() ? native().cudaDevices() : [];
}

/**
 * Checks a device name.
 *
 * @throws {@link NativeError} for `cuda` where this libtorch or this machine has none.
 */
export function requireDevice(device: string): void {
  if (device === "cpu" || (/^cuda(:\d+)?$/.test(device) && native().hasCuda())) return;
  const isCuda = device.startsWith("cuda");
  throw new NativeError({
    code: isCuda ? "no-cuda" : "unknown-device",
    problem: isCuda
      ? "this machine has no usable CUDA device"
      : `unknown device "${device}"; expected cpu, cuda or cuda:<n>`,
    remedy: "use --device cpu, or build against a CUDA libtorch on a machine with a GPU",
  });
}
