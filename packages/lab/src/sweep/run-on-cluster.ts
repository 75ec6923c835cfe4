/**
 * A sweep on a cluster: described here, trained there.
 *
 * @module
 */

import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { SweepTable } from "../contracts.js";
import type { NamedRecipe } from "../recipe/load.js";
import type { ClusterScheduler, ClusterState } from "../schedulers/cluster.js";
import { readSweep } from "../table/read-sweep.js";
import { clusterFolder, recordJob, submittedJobs } from "./cluster-jobs.js";
import { nextRound, prepareSweep, type Round, type SweepOptions } from "./run-sweep.js";

/** How to run a sweep on a cluster. */
export interface ClusterOptions
  extends Pick<SweepOptions, "folder" | "dataDirs" | "extend" | "until" | "stop" | "notify"> {
  readonly cluster: ClusterScheduler;
  /** Words of the command that a task runs, to which `--task N` is added. */
  command(folder: string): readonly string[];
  /** Most tasks; as many as there are trials by default. */
  readonly tasks?: number | undefined;
  /** Told every few seconds. */
  onState?(state: ClusterState, table: SweepTable): void;
}

const LOOK_MS = 3000;

/**
 * Submits what is not finished, unless jobs are there already, and follows them to their end.
 *
 * A stop lets go of the jobs, which go on; the same command picks the thread up.
 *
 * @returns the sweep as its folder then stands.
 */
export async function runOnCluster(named: NamedRecipe, options: ClusterOptions): Promise<SweepTable> {
  let round: Round | null = await prepareSweep(named, options);
  while (true) {
    const table = await trainOnCluster(round, options);
    round = await nextRound(table, options);
    if (!round) return table;
  }
}

async function trainOnCluster({ pending }: Round, options: ClusterOptions): Promise<SweepTable> {
  const { folder, cluster, stop, notify = () => {}, tasks = Number.POSITIVE_INFINITY } = options;
  let jobs = await submittedJobs(folder);
  const before = await cluster.poll(jobs);
  if (pending.length > 0 && before.running + before.waiting === 0) {
    const script = path.join(clusterFolder(folder), `job-${jobs.length}.sh`);
    const count = Math.min(tasks, pending.length);
    const job = await cluster.submit({ folder, tasks: count, command: options.command(path.resolve(folder)), script });
    await recordJob(folder, { job, tasks: count, script: path.basename(script) });
    notify(`submitted job ${job} to ${cluster.name}: ${count} tasks for ${pending.length} networks; ${script}`);
    jobs = [...jobs, job];
  } else if (pending.length > 0) notify(`following jobs that are there already: ${jobs.join(", ")}`);
  while (!stop.aborted) {
    const [state, table] = [await cluster.poll(jobs), await readSweep(folder)];
    options.onState?.(state, table);
    if (state.running + state.waiting === 0) break;
    await setTimeout(LOOK_MS, undefined, { signal: stop }).catch(() => {});
  }
  return readSweep(folder);
}
