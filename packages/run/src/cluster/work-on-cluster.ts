/**
 * Work in a folder, done by jobs of a cluster: submitted unless they are there, followed to their end, submitted again as long as that
 * makes progress.
 *
 * @module
 */
import path from "node:path";
import { formatCount } from "@selectivity-lab/base";
import { clusterFolder, clusterJobs } from "./cluster-jobs.js";
import { type ClusterShares, tasksFor } from "./cluster-shares.js";
import { describeLostJobs } from "./describe-lost-jobs.js";
import { type FollowOptions, followJobs } from "./follow-jobs.js";
import { retryUntilAnswered } from "./retry-until-answered.js";
import { type JobsThere, type SubmitOptions, submitOnce } from "./submit-once.js";

/** Work that is in a folder. */
export interface ClusterWork {
  /** What is counted, in the singular, such as "network". */
  readonly unit: string;
  /** Number of units that jobs can still do. */
  countOpen(): Promise<number>;
  /** A number that grows with everything that is done. */
  countProgress(): Promise<number>;
}

/** How to have it done. */
export interface WorkOnClusterOptions extends FollowOptions, SubmitOptions {
  /** What the user asks of the cluster: see `Cluster.options`. */
  readonly clusterOptions?: unknown;
  /** Words of the command that a task runs, to which `--task N` is added. */
  command(folder: string, shares: ClusterShares): readonly string[];
  /** Largest number of tasks; by default as many as keep all networks busy. */
  readonly tasks?: number | undefined;
  /** Submit, and leave the jobs to themselves. */
  readonly submitOnly?: boolean | undefined;
}

/** Submissions in a row that may make no progress: one may be lost with its node, two are no accident. */
const MOST_FRUITLESS = 2;

/**
 * Has work done.
 *
 * @returns whether jobs were left behind that continue by themselves.
 * @throws {@link ClusterError} where the cluster does not accept the first job.
 */
export async function workOnCluster(
  work: ClusterWork,
  shares: ClusterShares,
  options: WorkOnClusterOptions,
): Promise<{ readonly goesOn: boolean }> {
  const { folder, notify, stop } = options;
  let [left, progress] = [await work.countOpen(), await work.countProgress()];
  for (let fruitless = 0; left > 0 && fruitless < MOST_FRUITLESS && !stop.aborted; ) {
    const there = await submitOrFind(work, shares, options);
    const tasks = there && !options.submitOnly ? await followJobs(there, options) : null;
    if (!there || !tasks) return { goesOn: there !== null };
    const now = await work.countProgress();
    fruitless = now > progress ? 0 : fruitless + 1;
    progress = now;
    left = await work.countOpen();
    if (left > 0) notify(describeLostJobs(folder, there.jobs, tasks));
    if (tasks.some(({ phase }) => phase === "cancelled")) break; // somebody does not want it any more
  }
  return { goesOn: false };
}

/** Jobs that were accepted once are worth waiting for; where none ever was, the user should hear of trouble at once. */
async function submitOrFind(
  work: ClusterWork,
  shares: ClusterShares,
  options: WorkOnClusterOptions,
): Promise<JobsThere | null> {
  const { folder, cluster, stop, notify, lookSeconds: seconds = 3 } = options;
  const isKnown = (await clusterJobs(folder)).jobs.length > 0;
  let [left, tasks] = [0, 0];
  const plan = async () => {
    left = await work.countOpen();
    tasks = tasksFor(left, shares, options.tasks);
    const command = options.command(path.resolve(folder), shares);
    return left === 0 ? null : { ...shares, tasks, command, options: options.clusterOptions ?? {} };
  };
  const patience = { who: cluster.title, stop, seconds, notify };
  const there = await retryUntilAnswered(
    () => submitOnce(plan, options),
    (error) => isKnown && error.passes,
    patience,
  );
  if (there?.isNew)
    notify(
      `submitted job ${there.jobs.join(", ")} to ${cluster.title}: ${formatCount(tasks, "task")} for ${formatCount(left, work.unit)}; ${await findLastScript(folder)}`,
    );
  else if (there) notify(`following the job that is there already: ${there.jobs.join(", ")}`);
  return there;
}

async function findLastScript(folder: string): Promise<string> {
  return path.join(clusterFolder(folder), `job-${(await clusterJobs(folder)).submissions - 1}.sh`);
}
