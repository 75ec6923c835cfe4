/**
 * Ends the jobs of a sweep on a cluster.
 *
 * @module
 */
import type { Cluster, ClusterTask } from "../schedulers/contract/cluster.js";
import { countTasks } from "../schedulers/contract/count-tasks.js";
import { requireSweep } from "../table/read-sweep.js";
import { clusterJobs, listClusterFolders } from "./cluster-jobs.js";
import { type SubmitOptions, withSubmitLock } from "./submit-once.js";

/** What was there to end. */
export interface Cancelled {
  readonly jobs: readonly string[];
  readonly running: number;
  readonly waiting: number;
}

/**
 * Ends every job of a sweep and of its evaluations, including one whose submitter was killed before it could write it down. Running
 * trials save first.
 *
 * @returns null when it was stopped before.
 * @throws {@link ClusterError}, or SweepFolderError when the folder is no sweep.
 */
export async function cancelOnCluster(
  cluster: Cluster,
  options: Pick<SubmitOptions, "folder" | "stop" | "notify">,
): Promise<Cancelled | null> {
  await requireSweep(options.folder);
  const ended: ClusterTask[] = [];
  for (const folder of listClusterFolders(options.folder)) {
    const tasks = await cancelFolder(cluster, { ...options, folder });
    if (tasks === null) return null;
    ended.push(...tasks);
  }
  const { running, waiting } = countTasks(ended);
  return { jobs: [...new Set(ended.map(({ job }) => job))], running, waiting };
}

/** Ends the jobs of one folder. @returns their tasks; null when it was stopped before. */
async function cancelFolder(
  cluster: Cluster,
  options: Pick<SubmitOptions, "folder" | "stop" | "notify">,
): Promise<ClusterTask[] | null> {
  const { name } = await clusterJobs(options.folder);
  if (name === null) return [];
  return withSubmitLock(options, async () => {
    const tasks = (await cluster.poll(name)).filter(({ phase }) => phase === "running" || phase === "waiting");
    if (tasks.length > 0) await cluster.cancel(name);
    return tasks;
  });
}
