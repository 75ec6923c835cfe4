/**
 * What a sweep would take on Slurm, measured on this machine: one network after another sets the pace, and the tasks that
 * run at the same time share the networks that are left.
 *
 * @module
 */
import { LabError, summarizeError } from "@selectivity-lab/base";
import { clusterShares, estimateSweep, type NamedRecipe, type SweepOptions, tasksFor } from "@selectivity-lab/run";
import { NativeError } from "@selectivity-lab/torch";
import { createSlurmDryRunDocument, type SlurmDryRunDocument } from "../documents/dry-run.js";

/** What {@link estimateOnSlurm} goes by. */
export interface SlurmEstimateOptions
  extends Pick<SweepOptions, "folder" | "dataDirs" | "movedData" | "extend" | "until" | "jobs" | "notify" | "stop"> {
  /** Cores of each task. */
  readonly cores?: number | undefined;
  readonly tasks?: number | undefined;
  /** The most tasks that Slurm may run at the same time; all of them by default. */
  readonly tasksAtOnce?: number | undefined;
}

/** Estimates a sweep; submits and writes nothing. @throws LabError where this machine cannot train the recipe. */
export async function estimateOnSlurm(named: NamedRecipe, options: SlurmEstimateOptions): Promise<SlurmDryRunDocument> {
  const { jobs, cores, tasks: asked, tasksAtOnce, ...where } = options;
  const shares = await clusterShares(options.folder, named.recipe, { jobs, cores });
  const alone = await estimateSweep(
    { ...named, recipe: { ...named.recipe, threads: shares.threads } },
    { ...where, jobs: 1 },
  ).catch((error) => {
    throw error instanceof NativeError ? explainMissingPace(named.recipe.device, error) : error;
  });
  const left = alone.networks - alone.done;
  const tasks = tasksFor(left, shares, asked);
  const lanes = Math.max(1, Math.min(tasks, tasksAtOnce ?? tasks) * shares.jobs);
  const share = left === 0 ? 0 : Math.ceil(left / lanes) / left; // of the time that one network after another takes
  const seconds = [alone.seconds[0] * share, alone.seconds[1] * share] as const;
  return createSlurmDryRunDocument({ ...alone, seconds }, { ...shares, tasks, tasksAtOnce: lanes / shares.jobs });
}

/** A login node without a GPU can submit what needs one, but cannot time it. */
function explainMissingPace(device: string, cause: NativeError): LabError {
  return new LabError({
    code: "pace-unknown",
    problem: `how long a network takes on ${device} cannot be measured on this machine: ${summarizeError(cause)}`,
    remedy: "run the command on a node that has such a device, or leave --dry-run out",
    cause,
  });
}
