/**
 * Follows a cluster's jobs to their end.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import type { SweepTable } from "../records/sweep-table.js";
import { type ClusterScheduler, type ClusterState, type ClusterTask, countTasks } from "../schedulers/cluster.js";
import { readSweep } from "../table/read-sweep.js";
import { retryUntilAnswered } from "./retry-until-answered.js";
import type { JobsThere } from "./submit-once.js";

/** How jobs are followed. */
export interface FollowOptions {
  readonly folder: string;
  readonly cluster: ClusterScheduler;
  /** A stop lets go of the jobs, which go on. */
  readonly stop: AbortSignal;
  /** Seconds between two looks; 3 by default. */
  readonly lookSeconds?: number | undefined;
  /** Told at every look. */
  onState?(state: ClusterState, table: SweepTable): void;
  notify(line: string): void;
}

/**
 * Looks until no task runs or waits any more.
 *
 * @returns the tasks as the cluster remembers them; null when it was stopped before.
 */
export async function followJobs({ name, jobs }: JobsThere, options: FollowOptions): Promise<ClusterTask[] | null> {
  const { folder, cluster, stop, lookSeconds: seconds = 3, notify } = options;
  const look = async () => (await cluster.poll(name)).filter(({ job }) => jobs.includes(job));
  while (!stop.aborted) {
    const patience = { who: cluster.name, stop, seconds, notify };
    const tasks = await retryUntilAnswered(look, ({ trouble }) => trouble !== "absent", patience); // whatever it says: the jobs are there
    if (!tasks) return null;
    const state = countTasks(tasks);
    options.onState?.(state, await readSweep(folder));
    if (state.running + state.waiting === 0) return tasks;
    await setTimeout(1000 * seconds, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
