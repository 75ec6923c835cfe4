/**
 * What a sweep would take on Slurm, as far as that can be known from here: tasks and cores for sure, the pace of this machine,
 * and neither that of the nodes nor the wait in the queue.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { count } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";
import { headline, megabytes, paceText, timeText } from "./dry-run.js";
import type { SlurmFlags } from "./slurm-options.js";

/** Estimates a sweep and says so; submits and writes nothing. @returns the exit code. */
export async function dryRunOnSlurm(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: SlurmFlags,
  terminal: Terminal,
): Promise<number> {
  const { stop, say: notify } = terminal;
  const shares = await lab.clusterShares(folder, named.recipe, { jobs: flags.jobs, cores: flags.cpus });
  const oneTrial = { name: named.name, recipe: { ...named.recipe, threads: shares.threads } };
  const where = { folder, dataDirs: flags.dataDir, extend: flags.extend ?? false, until: flags.until };
  const alone = await lab.estimateSweep(oneTrial, { ...where, jobs: 1, stop, notify }).catch((error) => {
    throw error.name === "NativeError" ? noPace(lab, named.recipe.device, error) : error;
  });
  const left = alone.networks - alone.done;
  const tasks = lab.tasksFor(left, shares, flags.tasks);
  const lanes = Math.max(1, Math.min(tasks, flags.arrayLimit ?? tasks) * shares.jobs);
  const share = left === 0 ? 0 : Math.ceil(left / lanes) / left; // of the time that one network after another would take
  const estimate = { ...alone, seconds: alone.seconds.map((seconds) => seconds * share) as [number, number] };
  const facts = { ...shares, tasks, tasksAtOnce: lanes / shares.jobs };
  terminal.out(
    flags.json
      ? lab.encodeJson({ ...estimate, on: "slurm", paceOf: "one network on this machine", ...facts })
      : describe(named.name, folder, estimate, facts),
  );
  return 0;
}

/** A login node without a GPU can submit what needs one, but not time it. */
function noPace(lab: typeof Lab, device: string, cause: Error): Error {
  return new lab.ClusterError(
    `how long a network takes on ${device} cannot be measured on this machine: ${lab.summarizeError(cause)}`,
    "run the command on a node that has such a device, or leave --dry-run out",
    "refused",
    { cause },
  );
}

function describe(
  name: string,
  folder: string,
  estimate: Lab.SweepEstimate,
  { tasks, tasksAtOnce, cores, jobs, threads }: Lab.ClusterShares & { tasks: number; tasksAtOnce: number },
): string {
  const { memoryBytes } = estimate;
  return `${headline(name, folder, estimate)}
  tasks    ${tasks} on Slurm, ${tasksAtOnce} at once; in each ${count(cores, "core")}, ${count(jobs, "network")} at once, ${count(threads, "thread")} each
  pace     ${paceText(estimate)}, one network on this machine; that of the nodes is not known here
  time     ${timeText(estimate)} at this machine's pace, without the wait in the queue
  disk     ${megabytes(estimate.diskBytes)}
  memory   ${memoryBytes > 0 ? `${megabytes(memoryBytes)} a network` : "not known"}`;
}
