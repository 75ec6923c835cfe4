/**
 * The native part: loads the addon that `npm run build:native` made, at the first call that needs it and not before,
 * so that commands which compute nothing start at once.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { NativeError } from "../error.js";

/** A native tensor as JavaScript holds it: opaque. */
export type TensorHandle = { readonly __tensor: unique symbol };

/** A native random generator as JavaScript holds it: opaque. */
export type GeneratorHandle = { readonly __generator: unique symbol };

/** A captured CUDA graph as JavaScript holds it: opaque. */
export type CaptureHandle = { readonly __capture: unique symbol };

/** One operator of libtorch: takes native values in the order of its schema, returns native values. */
export interface NativeOperator {
  (...args: unknown[]): unknown;
  readonly schema: string;
  readonly parameters: readonly string[];
}

/** An operator's schema, as {@link Native.listOperators} reports it. */
export interface OperatorSchema {
  name: string;
  overload: string;
  parameters: { name: string; type: string; length: number | null; optional: boolean }[];
  results: string[];
}

/** What the addon exports; see native/dispatcher.cpp, runtime.cpp, precision.cpp, choose_kernels.cpp and cuda.cpp. */
export interface Native {
  readonly version: string;
  findOperator(name: string, overload: string): NativeOperator;
  listOperators(): OperatorSchema[];
  describe(tensor: TensorHandle): { shape: number[]; dtype: string; device: string };
  fromBytes(bytes: Uint8Array, into: TensorHandle): void;
  toBytes(tensor: TensorHandle): ArrayBuffer;
  release(tensor: TensorHandle): void;
  liveTensors(): number;
  requiresGrad(tensor: TensorHandle): boolean;
  setRequiresGrad(tensor: TensorHandle, on: boolean): void;
  gradient(tensor: TensorHandle): TensorHandle | null;
  clearGradient(tensor: TensorHandle): void;
  backward(output: TensorHandle, gradient: TensorHandle | null): void;
  gradients(outputs: TensorHandle[], inputs: TensorHandle[], createGraph: boolean): (TensorHandle | null)[];
  setGradEnabled(on: boolean): boolean;
  makeGenerator(seed: number): GeneratorHandle;
  setThreads(threads: number): void;
  getThreads(): number;
  setAutocast(device: string, on: boolean): void;
  allowTF32(on: boolean): void;
  isTF32Allowed(): boolean;
  /** Which form of our kernels runs, and which can run here, the best first. */
  kernels(): { running: string; supported: string[]; features: string[] };
  /** Makes another form run, from the next call on. */
  useKernels(form: string): void;
  hasCuda(): boolean;
  cudaDevices(): { name: string; bytes: number }[];
  /** Whether {@link Native.makeCapture} works: the addon was built with CUDA's headers. */
  readonly captures: boolean;
  makeCapture(device: string): CaptureHandle;
  onStream(capture: CaptureHandle, work: () => void): void;
  record(capture: CaptureHandle, work: () => void): void;
  replay(capture: CaptureHandle): void;
}

/** The libtorch that the addon was built against. */
export interface BuiltLibtorch {
  /** Which place it was found in: `LIBTORCH`, `python3` or `system`. */
  source: string;
  version: string;
  /** Folder of its shared libraries. */
  lib: string;
  /** Whether it comes with the CUDA backend. */
  cuda: boolean;
  /** Folder of CUDA's own headers at the time of building, which capturing a step needs. */
  cudaHeaders: string | null;
}

const buildFolder = path.join(import.meta.dirname, "..", "..", "build");
let loaded: Native | undefined;

/**
 * The addon; loaded once.
 *
 * @throws {@link NativeError} where it was not built, or its libtorch is gone.
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

/** What the addon was built against, without loading it; `undefined` where it was not built. */
export function builtLibtorch(): BuiltLibtorch | undefined {
  const file = path.join(buildFolder, "torch.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).libtorch : undefined;
}

function load(): Native {
  const built = builtLibtorch();
  if (!built)
    throw new NativeError({
      code: "native-missing",
      problem: "the bridge to libtorch is not built",
      remedy: "run `npx selectivity-build-native`",
    });
  try {
    const addon: Native = createRequire(import.meta.url)(path.join(buildFolder, "torch.node"));
    addon.getThreads(); // libtorch decides on their number when first asked; until then BLAS uses its own, with other bits
    const { SELECTIVITY_KERNELS: form } = process.env;
    if (form) addon.useKernels(form);
    return addon;
  } catch (cause) {
    throw new NativeError({
      code: "native-broken",
      problem: `the bridge to libtorch ${built.version} (${built.lib}) does not load: ${(cause as Error).message}`,
      remedy: "run `npx selectivity-build-native --again`",
      cause,
    });
  }
}
