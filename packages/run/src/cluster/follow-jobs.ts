/**
 * Follows a cluster's jobs to their end.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import type { Cluster, ClusterTask } from "../schedulers/contract/cluster.js";
import { type ClusterState, countTasks } from "../schedulers/contract/count-tasks.js";
import { retryUntilAnswered } from "./retry-until-answered.js";
import type { JobsThere } from "./submit-once.js";

/** How jobs are followed. */
export interface FollowOptions {
  readonly cluster: Cluster;
  /** A stop lets go of the jobs, which continue. */
  readonly stop: AbortSignal;
  /** Seconds between two polls; 3 by default. */
  readonly lookSeconds?: number | undefined;
  /** Called at every look. */
  onState?(state: ClusterState): void | Promise<void>;
  notify(line: string): void;
}

/**
 * Looks until no task runs or waits any more.
 *
 * @returns the tasks as the cluster remembers them; null when it was stopped before.
 */
export async function followJobs({ name, jobs }: JobsThere, options: FollowOptions): Promise<ClusterTask[] | null> {
  const { cluster, stop, lookSeconds: seconds = 3, notify } = options;
  const look = async () => (await cluster.poll(name)).filter(({ job }) => jobs.includes(job));
  while (!stop.aborted) {
    const patience = { who: cluster.title, stop, seconds, notify };
    const tasks = await retryUntilAnswered(look, ({ trouble }) => trouble !== "absent", patience); // whatever it says: the jobs are there
    if (!tasks) return null;
    const state = countTasks(tasks);
    await options.onState?.(state);
    if (state.running + state.waiting === 0) return tasks;
    await setTimeout(1000 * seconds, undefined, { signal: stop }).catch(() => {});
  }
  return null;
}
