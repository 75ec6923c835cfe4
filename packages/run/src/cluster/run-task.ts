/**
 * A task of a cluster: takes trials of a sweep until none is left, or its place is taken away.
 *
 * @module
 */

import path from "node:path";
import { readJson } from "@selectivity-lab/base";
import { runTrials, type SchedulerEvent } from "../pool/trials/run-trials.js";
import { createTrialJob } from "../pool/trials/trial-job.js";
import { completeRecordedRecipe } from "../recipe/load.js";
import { selectRecordedData, sweepSchema } from "../records/sweep.js";
import type { Trial } from "../records/trial.js";
import { trialFolder } from "../records/trial-files.js";
import { requireOwnFolders } from "../records/trial-owner.js";
import { isFinished } from "../trial/read-ending.js";
import { listTrials } from "../trial/trial.js";
import { readSubmissionTime } from "./cluster-jobs.js";
import { concludeTask, rotateWork, type TaskOptions, type WorkOutcome } from "./conclude-task.js";

/** How a task trains trials of a sweep. */
export interface WorkOptions extends TaskOptions {
  /** Called before the first trial. @param pending those that are not finished. @param total number of all trials of the sweep. */
  onPlan?(pending: readonly Trial[], total: number): void;
  onEvent?(event: SchedulerEvent): void;
}

/** Takes trials of a sweep until none is left, or the resources are taken away. */
export async function runTask(folder: string, options: WorkOptions): Promise<WorkOutcome> {
  const file = path.join(folder, "sweep.json");
  const { recipe, data } = await readJson(file, sweepSchema);
  const trials = listTrials(completeRecordedRecipe(recipe, file), selectRecordedData(data));
  requireOwnFolders(folder, trials);
  const open = () => trials.filter((trial) => !isFinished(trialFolder(folder, trial)));
  const pending = open();
  const order = rotateWork(pending, options.task);
  const jobs = order.map((trial) => createTrialJob(trial, trialFolder(folder, trial), folder));
  let failed = 0;
  const onEvent = (event: SchedulerEvent) => {
    if (event.type === "end" && event.end.status === "failed") failed++;
    options.onEvent?.(event);
  };
  options.onPlan?.(order, trials.length);
  const failedSince = await readSubmissionTime(folder);
  await runTrials(jobs, { ...options, workers: options.jobs, waitForOthers: false, failedSince, onEvent });
  const left = open().length;
  return concludeTask({ left, failed }, options);
}
