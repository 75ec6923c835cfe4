/**
 * What a sweep would take on Slurm, in words, as far as that can be known from here: tasks and cores for sure, and the pace
 * of this machine, but neither that of the nodes nor the wait in the queue.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeNetworks, describePace, describeTime, formatNeed } from "./dry-run.js";
import type { SlurmFlags } from "./slurm-options.js";

/** Estimates a sweep and prints the estimate; submits and writes nothing. @returns the exit code. */
export async function dryRunOnSlurm(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: SlurmFlags,
  terminal: Terminal,
): Promise<number> {
  const { jobs, cpus, tasks, arrayLimit, extend = false, until, dataDir: dataDirs, data: movedData } = flags;
  const { stop, say: notify } = terminal;
  const document = await lab.estimateOnSlurm(named, {
    ...{ folder, dataDirs, movedData, extend, until, jobs, cores: cpus, tasks, tasksAtOnce: arrayLimit, stop, notify },
  });
  printDocument(terminal, flags, document, (estimate) => describeEstimate(named.name, folder, estimate));
  return 0;
}

function describeEstimate(name: string, folder: string, estimate: Lab.SlurmDryRunDocument): string {
  const { memoryBytes, tasks, tasksAtOnce, cores, jobs, threads } = estimate;
  return `${describeNetworks(name, folder, estimate)}
  tasks    ${tasks} on Slurm, ${tasksAtOnce} at once; in each ${formatCount(cores, "core")}, ${formatCount(jobs, "network")} at once, ${formatCount(threads, "thread")} each
  pace     ${describePace(estimate)} for one network on this machine; the pace of the nodes is not known here
  time     ${describeTime(estimate)} at this machine's pace, without the wait in the queue
  disk     ${formatNeed(estimate.diskBytes)}
  memory   ${memoryBytes > 0 ? `${formatNeed(memoryBytes)} per network` : "not known"}`;
}
