/**
 * What is installed, found and usable on this machine: what `selectivity doctor` prints. Takes milliseconds: data sets are
 * looked at on the disk, but not read.
 *
 * @module
 */
import { availableParallelism, cpus, freemem, release, totalmem, type } from "node:os";
import { versions } from "@selectivity-lab/run";
import { type DoctorCheck, formatGibibytes } from "./check.js";
import { examineDatasets } from "./examine-datasets.js";
import { examineEngine } from "./examine-engine.js";

/** What was found on a machine. */
export interface MachineState {
  /** Whether nothing is bad. */
  readonly healthy: boolean;
  readonly checks: readonly DoctorCheck[];
}

/** Looks at everything. @throws DatasetError if one of the data folders does not exist. */
export function examineMachine({ dataDirs = [] }: { dataDirs?: readonly string[] } = {}): MachineState {
  const checks = [...describeMachine(), ...examineEngine(), ...examineDatasets(dataDirs)];
  return { healthy: checks.every(({ state }) => state !== "bad"), checks };
}

function describeMachine(): DoctorCheck[] {
  const { selectivityLab, node } = versions();
  const cores = availableParallelism();
  return [
    { name: "selectivity", state: "fine", found: selectivityLab ?? "" },
    { name: "node", state: "fine", found: node ?? "" },
    { name: "system", state: "fine", found: `${type()} ${release()} ${process.arch}` },
    { name: "processor", state: "fine", found: `${cpus()[0]?.model ?? "unknown"}, ${cores} cores` },
    { name: "memory", state: "fine", found: `${formatGibibytes(totalmem())}, ${formatGibibytes(freemem())} free` },
  ];
}
