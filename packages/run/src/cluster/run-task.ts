/**
 * A task of a cluster: takes trials of a sweep until none is left, or its place is taken away.
 *
 * @module
 */

import path from "node:path";
import { readJson, readJsonLines } from "@selectivity-lab/base";
import { z } from "zod";
import { runTrials, type SchedulerEvent } from "../pool/trials/run-trials.js";
import { createTrialJob } from "../pool/trials/trial-job.js";
import { completeRecipe } from "../recipe/load.js";
import { sweepSchema } from "../records/sweep.js";
import type { Trial } from "../records/trial.js";
import { trialFolder } from "../records/trial-files.js";
import { cancelWholeJob, requeueSelf } from "../schedulers/slurm/slurm-task.js";
import { isFinished } from "../trial/read-ending.js";
import { listTrials } from "../trial/trial.js";
import { clusterFolder } from "./cluster-jobs.js";

/** How a task works. */
export interface WorkOptions {
  /** Its number among the tasks: where in the list of trials it begins, so that tasks do not queue for the same one. */
  readonly task: number;
  /** Trials at once, and threads of each. */
  readonly jobs: number;
  readonly threads: number;
  readonly dataDirs: readonly string[];
  readonly maxAttempts?: number | undefined;
  /** End the whole job at the first trial that fails. */
  readonly failFast?: boolean;
  /** Aborted with the reason "preempted" when the place is taken away: then the task asks to be queued again. */
  readonly stop: AbortSignal;
  /** Told before the first trial. @param pending those that are not finished. @param total all of the sweep. */
  onPlan?(pending: readonly Trial[], total: number): void;
  onEvent?(event: SchedulerEvent): void;
}

/** What a task came to. */
export interface WorkOutcome {
  /** Trials of the sweep that are not finished, in whoever's hands they are. */
  readonly left: number;
  /** Trials that failed in this task's hands. */
  readonly failed: number;
}

/** Works on a sweep. */
export async function runTask(folder: string, options: WorkOptions): Promise<WorkOutcome> {
  const file = path.join(folder, "sweep.json");
  const { recipe } = await readJson(file, sweepSchema);
  const trials = listTrials(completeRecipe(recipe, file));
  const open = () => trials.filter((trial) => !isFinished(trialFolder(folder, trial)));
  const pending = open();
  const first = pending.length === 0 ? 0 : options.task % pending.length;
  const order = [...pending.slice(first), ...pending.slice(0, first)];
  const jobs = order.map((trial) => createTrialJob(trial, trialFolder(folder, trial)));
  let failed = 0;
  const onEvent = (event: SchedulerEvent) => {
    if (event.type === "end" && event.end.status === "failed") failed++;
    options.onEvent?.(event);
  };
  options.onPlan?.(order, trials.length);
  const failedSince = await submittedAt(folder);
  await runTrials(jobs, { ...options, workers: options.jobs, waitForOthers: false, failedSince, onEvent });
  const left = open().length;
  if (options.stop.reason === "preempted" && left > 0) await requeueSelf();
  if (options.failFast && failed > 0) await cancelWholeJob();
  return { left, failed };
}

/** When the last job was submitted, in seconds since 1970: what has failed since is not for each of its tasks to try again. */
async function submittedAt(folder: string): Promise<number | undefined> {
  const { lines } = await readJsonLines(
    path.join(clusterFolder(folder), "jobs.jsonl"),
    z.looseObject({ time: z.number() }),
  );
  return lines.at(-1)?.time;
}
