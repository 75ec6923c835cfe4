/**
 * Whether libtorch and the native addon that binds it are there and compute; and which processors they use.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";
import {
  builtLibtorch,
  canCapture,
  cudaDevices,
  getThreads,
  kernels,
  libtorch,
  requireDevice,
  scope,
  tensor,
} from "@selectivity-lab/torch";
import { type DoctorCheck, formatGibibytes } from "./check.js";

/** Looks at libtorch, the addon ("bridge"), its kernels and CUDA; stops at the first that does not load. */
export function examineEngine(): DoctorCheck[] {
  try {
    const { version, source, lib } = libtorch();
    const found = `${version} from ${source} (${lib})`;
    return [
      { name: "libtorch", state: "fine", found },
      examineBridge(),
      describeKernels(),
      describeConvolutions(),
      examineCuda(),
    ];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { problem, details, remedy } = error;
    const found = [problem, ...details].join("; ");
    return [{ name: "libtorch", state: "bad", found, ...(remedy && { remedy }) }];
  }
}

/** Computes the hypotenuse of 3 and 4. */
function examineBridge(): DoctorCheck {
  const works = scope(() => tensor([3, 4]).square().sum().sqrt().item()) === 5;
  if (works) return { name: "bridge", state: "fine", found: `computes, ${getThreads()} threads` };
  const remedy = "run `npx selectivity-build-native --again`";
  return { name: "bridge", state: "bad", found: "computes wrong numbers", remedy };
}

function describeKernels(): DoctorCheck {
  const { running, supported, features } = kernels();
  const found = `${running} (supported here: ${supported.join(", ")}; processor: ${features.join(" ") || "baseline"})`;
  return { name: "kernels", state: "fine", found };
}

/** Which kernels a recipe's `convolutions` chooses among. */
function describeConvolutions(): DoctorCheck {
  const { running } = kernels();
  const winograd = running === "baseline" ? "libtorch's too: it needs AVX2" : `our ${running} kernels`;
  return { name: "convolutions", state: "fine", found: `direct: libtorch's; winograd: ${winograd}` };
}

function examineCuda(): DoctorCheck {
  try {
    requireDevice("cuda");
    return { name: "cuda", state: "fine", found: [...describeGpus(), describeCapture()].join("; ") };
  } catch {
    const found = builtLibtorch()?.cuda
      ? "this libtorch supports it, but the machine has no usable GPU"
      : "this libtorch has no CUDA";
    return { name: "cuda", state: "absent", found };
  }
}

function describeGpus(): string[] {
  return cudaDevices().map(({ name, bytes }, index) => `cuda:${index} ${name}, ${formatGibibytes(bytes)}`);
}

function describeCapture(): string {
  return canCapture("cuda")
    ? "training steps are captured as graphs"
    : "built without the headers of CUDA, so training steps are not captured as graphs";
}
