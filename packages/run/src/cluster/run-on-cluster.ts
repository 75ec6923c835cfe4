/**
 * A sweep on a cluster: described here, trained there.
 *
 * @module
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";
import { formatCount } from "@selectivity-lab/base";
import type { NamedRecipe } from "../recipe/load.js";
import type { SweepTable } from "../records/sweep-table.js";
import { ClusterError } from "../schedulers/cluster.js";
import { nextRound, prepareSweep, type Round, type SweepOptions } from "../sweep/run-sweep.js";
import { readSweep } from "../table/read-sweep.js";
import { clusterFolder, clusterJobs } from "./cluster-jobs.js";
import { countOpenTrials, countProgress } from "./cluster-progress.js";
import { type ClusterShares, clusterShares, keepThreads, sharesWarning, tasksFor } from "./cluster-shares.js";
import { describeLostJobs } from "./describe-lost-jobs.js";
import { type FollowOptions, followJobs } from "./follow-jobs.js";
import { retryUntilAnswered } from "./retry-until-answered.js";
import { type JobsThere, type SubmitOptions, submitOnce, withSubmitLock } from "./submit-once.js";

/** How to run a sweep on a cluster. */
export interface ClusterOptions
  extends Pick<SweepOptions, "dataDirs" | "extend" | "until">,
    FollowOptions,
    Pick<SubmitOptions, "settleSeconds"> {
  /** Words of the command that a task runs, to which `--task N` is added. */
  command(folder: string, shares: ClusterShares): readonly string[];
  /** Most tasks; as many as keep all trials busy by default. */
  readonly tasks?: number | undefined;
  /** Cores of a task; by default what its threads need. */
  readonly cores?: number | undefined;
  /** Networks at once in a task; 1 by default. */
  readonly jobs?: number | undefined;
  /** Submit, and leave the jobs to themselves. */
  readonly submitOnly?: boolean;
}

/** What a sweep on a cluster came to. */
export interface ClusterOutcome {
  /** The sweep as its folder then stands. */
  readonly table: SweepTable;
  /** Whether jobs were left behind that go on by themselves. */
  readonly goesOn: boolean;
}

/** Submissions in a row that may bring nothing: one may be lost with its node, two are no accident. */
const MOST_FRUITLESS = 2;

/**
 * Submits what is not finished, unless jobs are there already, and follows them to their end; submits again what they leave,
 * as long as that brings it on.
 *
 * A stop lets go of the jobs, which go on; the same command picks the thread up.
 *
 * @throws {@link ClusterError} where the cluster does not take the first job; a sweep that was new is then not there either.
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
  const { folder, notify, stop } = options;
  const begun = await readSweep(folder);
  let table = begun;
  for (let fruitless = 0, left = pending.length; left > 0 && fruitless < MOST_FRUITLESS && !stop.aborted; ) {
    const there = await submitOrFind(begun, shares, options);
    const tasks = there && !options.submitOnly ? await followJobs(there, options) : null;
    const before = countProgress(table);
    table = await readSweep(folder);
    if (!there || !tasks) return { table, goesOn: there !== null };
    left = countOpenTrials(table, begun);
    fruitless = countProgress(table) > before ? 0 : fruitless + 1;
    if (left > 0) notify(describeLostJobs(folder, there.jobs, tasks));
    if (tasks.some(({ phase }) => phase === "cancelled")) break; // somebody wants no more of it
  }
  return { table, goesOn: false };
}

/** Jobs of a sweep that was taken in once are worth waiting for; of one that never was, the user should hear at once. */
async function submitOrFind(
  begun: SweepTable,
  shares: ClusterShares,
  options: ClusterOptions,
): Promise<JobsThere | null> {
  const { folder, cluster, stop, notify, lookSeconds: seconds = 3 } = options;
  const isKnown = (await clusterJobs(folder)).jobs.length > 0;
  let [left, tasks] = [0, 0];
  const plan = async () => {
    left = countOpenTrials(await readSweep(folder), begun);
    tasks = tasksFor(left, shares, options.tasks);
    return left === 0 ? null : { ...shares, tasks, command: options.command(path.resolve(folder), shares) };
  };
  const patience = { who: cluster.name, stop, seconds, notify };
  const there = await retryUntilAnswered(
    () => submitOnce(plan, options),
    (error) => isKnown && error.passes,
    patience,
  );
  if (there?.isNew)
    notify(
      `submitted job ${there.jobs.join(", ")} to ${cluster.name}: ${formatCount(tasks, "task")} for ${formatCount(left, "network")}; ${await lastScript(folder)}`,
    );
  else if (there) notify(`following what is there already: job ${there.jobs.join(", ")}`);
  return there;
}

async function lastScript(folder: string): Promise<string> {
  return path.join(clusterFolder(folder), `job-${(await clusterJobs(folder)).submissions - 1}.sh`);
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
