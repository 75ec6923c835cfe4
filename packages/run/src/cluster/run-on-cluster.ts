/**
 * A sweep on a cluster: described here, trained there.
 *
 * @module
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { NamedRecipe } from "../recipe/load.js";
import type { SweepTable } from "../records/sweep-table.js";
import { ClusterError } from "../schedulers/contract/cluster-error.js";
import type { ClusterState } from "../schedulers/contract/count-tasks.js";
import { nextRound, prepareSweep, type Round, type SweepOptions } from "../sweep/run-sweep.js";
import { readSweep } from "../table/read-sweep.js";
import { clusterFolder, clusterJobs } from "./cluster-jobs.js";
import { countOpenTrials, countProgress } from "./cluster-progress.js";
import { type ClusterShares, clusterShares, keepThreads, sharesWarning } from "./cluster-shares.js";
import { type SubmitOptions, withSubmitLock } from "./submit-once.js";
import { type WorkOnClusterOptions, workOnCluster } from "./work-on-cluster.js";

/** How to run a sweep on a cluster. */
export interface ClusterOptions
  extends Pick<SweepOptions, "dataDirs" | "movedData" | "extend" | "until">,
    Omit<WorkOnClusterOptions, "onState"> {
  /** Cores per task; by default what its threads need. */
  readonly cores?: number | undefined;
  /** Networks at the same time in a task; 1 by default. */
  readonly jobs?: number | undefined;
  /** Called at every poll. */
  onState?(state: ClusterState, table: SweepTable): void;
}

/** The outcome of a sweep on a cluster. */
export interface ClusterOutcome {
  /** The sweep as its folder then is. */
  readonly table: SweepTable;
  /** Whether jobs were left behind that continue by themselves. */
  readonly goesOn: boolean;
}

/**
 * Submits what is not finished, unless jobs are there already, and follows them to their end; submits again what they leave,
 * as long as that makes progress.
 *
 * A stop lets go of the jobs, which continue; the same command follows them again.
 *
 * @throws {@link ClusterError} where the cluster does not accept the first job; a sweep that was new is then not there either.
 */
export async function runOnCluster(named: NamedRecipe, options: ClusterOptions): Promise<ClusterOutcome> {
  const { folder } = options;
  const before = { folder: existsSync(folder), sweep: existsSync(path.join(folder, "sweep.json")) };
  const shares = await clusterShares(folder, named.recipe, options);
  let round: Round | null = await prepareSweep(named, { ...options, elsewhere: true });
  const warning = sharesWarning(shares);
  if (warning) options.notify(warning);
  keepThreads(folder, shares);
  try {
    while (true) {
      const outcome: ClusterOutcome = await trainOnCluster(round, shares, options);
      round = outcome.goesOn ? null : await nextRound(outcome.table, options);
      if (!round) return outcome;
    }
  } catch (error) {
    if (error instanceof ClusterError && !before.sweep) await withdraw(folder, before.folder, options);
    throw error;
  }
}

async function trainOnCluster(
  { pending }: Round,
  shares: ClusterShares,
  options: ClusterOptions,
): Promise<ClusterOutcome> {
  const { folder } = options;
  const begun = await readSweep(folder);
  const work = {
    unit: "network",
    countOpen: async () => countOpenTrials(await readSweep(folder), begun),
    countProgress: async () => countProgress(await readSweep(folder)),
  };
  const onState = async (state: ClusterState) => options.onState?.(state, await readSweep(folder));
  const { goesOn } =
    pending.length === 0 ? { goesOn: false } : await workOnCluster(work, shares, { ...options, onState });
  return { table: await readSweep(folder), goesOn };
}

/** Takes back the folder of a sweep that no cluster has ever taken; whoever else is at it keeps it. */
async function withdraw(folder: string, wasThere: boolean, options: SubmitOptions): Promise<void> {
  await withSubmitLock({ ...options, stop: new AbortController().signal }, async () => {
    const { jobs, isUnanswered } = await clusterJobs(folder);
    if (jobs.length > 0 || isUnanswered || existsSync(path.join(folder, "trials"))) return;
    rmSync(path.join(folder, "sweep.json"), { force: true });
    rmSync(clusterFolder(folder), { recursive: true, force: true });
    if (!wasThere && readdirSync(folder).length === 0) rmdirSync(folder);
  });
}
