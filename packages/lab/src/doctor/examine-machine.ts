/**
 * What is installed, found, usable on this machine: what `selectivity doctor` prints.
 *
 * @module
 */
import { availableParallelism, cpus, freemem, release, totalmem, type } from "node:os";
import { LabError } from "@selectivity-lab/base";
import { versions } from "@selectivity-lab/run";
import {
  builtLibtorch,
  canCapture,
  cudaDevices,
  getThreads,
  libtorch,
  requireDevice,
  scope,
  tensor,
} from "@selectivity-lab/torch";
import { type DatasetError, datasetNames, loadDataset } from "@selectivity-lab/vision";

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** `absent`: not there, and training does not need it; `bad`: needed, and not usable. */
  readonly state: "fine" | "absent" | "bad";
  readonly found: string;
  /** What to do, where something can be done. */
  readonly remedy?: string;
}

/** What was found on a machine. */
export interface MachineState {
  /** Whether nothing is bad. */
  readonly healthy: boolean;
  readonly checks: readonly DoctorCheck[];
}

/** Looks at everything. */
export async function examineMachine({ dataDirs = [] }: { dataDirs?: readonly string[] } = {}): Promise<MachineState> {
  const bridge = examineBridge();
  const checks = [
    ...describeMachine(),
    ...bridge,
    ...(bridge.every(({ state }) => state !== "bad") ? await examineData(dataDirs) : []),
  ];
  return { healthy: checks.every(({ state }) => state !== "bad"), checks };
}

function describeMachine(): DoctorCheck[] {
  const { selectivityLab, node } = versions();
  return [
    { name: "selectivity", state: "fine", found: selectivityLab ?? "" },
    { name: "node", state: "fine", found: node ?? "" },
    { name: "system", state: "fine", found: `${type()} ${release()} ${process.arch}` },
    { name: "processor", state: "fine", found: `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores` },
    { name: "memory", state: "fine", found: `${gibibytes(totalmem())}, ${gibibytes(freemem())} free` },
  ];
}

function examineBridge(): DoctorCheck[] {
  try {
    const { version, source, lib } = libtorch();
    const works = scope(() => tensor([3, 4]).square().sum().sqrt().item()) === 5;
    const bridge: DoctorCheck = works
      ? { name: "bridge", state: "fine", found: `computes, ${getThreads()} threads` }
      : {
          name: "bridge",
          state: "bad",
          found: "gives wrong numbers",
          remedy: "run `npx selectivity-build-native --again`",
        };
    return [{ name: "libtorch", state: "fine", found: `${version} from ${source} (${lib})` }, bridge, examineCuda()];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { problem: found, remedy } = error;
    return [{ name: "libtorch", state: "bad", found, ...(remedy === undefined ? {} : { remedy }) }];
  }
}

function examineCuda(): DoctorCheck {
  try {
    requireDevice("cuda");
    return { name: "cuda", state: "fine", found: [...describeGpus(), captureState()].join("; ") };
  } catch {
    const found = builtLibtorch()?.cuda
      ? "this libtorch has it, the machine has no usable GPU"
      : "this libtorch has no CUDA";
    return { name: "cuda", state: "absent", found };
  }
}

function describeGpus(): string[] {
  return cudaDevices().map(({ name, bytes }, index) => `cuda:${index} ${name}, ${gibibytes(bytes)}`);
}

function captureState(): string {
  return canCapture("cuda") ? "steps are captured as graphs" : "built without CUDA's headers: steps are not captured";
}

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

async function examineData(dataDirs: readonly string[]): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const name of datasetNames) checks.push(await examineDataset(name, dataDirs));
  return checks;
}

async function examineDataset(name: string, dataDirs: readonly string[]): Promise<DoctorCheck> {
  try {
    const { images, labels, classes } = await loadDataset(name, "test", { dataDirs, download: false });
    const found = `${labels.numel} test images, ${classes.length} classes`;
    images.dispose();
    labels.dispose();
    return { name, state: "fine", found };
  } catch (error) {
    const { code, message } = error as DatasetError;
    return code === "missing"
      ? {
          name,
          state: "absent",
          found:
            name === "tiny-imagenet"
              ? "not on this machine; name its folder with --data-dir"
              : "not on this machine; downloaded when first used, or name its folder with --data-dir",
        }
      : { name, state: "bad", found: message };
  }
}
