/**
 * Ends the jobs of a sweep on a cluster.
 *
 * @module
 */
import { type ClusterScheduler, countTasks } from "../schedulers/cluster.js";
import { requireSweep } from "../table/read-sweep.js";
import { clusterJobs } from "./cluster-jobs.js";
import { type SubmitOptions, withSubmitLock } from "./submit-once.js";

/** What was there to end. */
export interface Cancelled {
  readonly jobs: readonly string[];
  readonly running: number;
  readonly waiting: number;
}

/**
 * Ends every job of a sweep, also one whose submitter was killed before it could write it down. Running trials save first.
 *
 * @returns null when it was stopped before.
 * @throws {@link ClusterError}, or SweepFolderError when the folder is no sweep.
 */
export async function cancelOnCluster(
  cluster: ClusterScheduler,
  options: Pick<SubmitOptions, "folder" | "stop" | "notify">,
): Promise<Cancelled | null> {
  await requireSweep(options.folder);
  const { name } = await clusterJobs(options.folder);
  if (name === null) return { jobs: [], running: 0, waiting: 0 };
  return withSubmitLock(options, async () => {
    const tasks = (await cluster.poll(name)).filter(({ phase }) => phase === "running" || phase === "waiting");
    if (tasks.length > 0) await cluster.cancel(name);
    const { running, waiting } = countTasks(tasks);
    return { jobs: [...new Set(tasks.map(({ job }) => job))], running, waiting };
  });
}
