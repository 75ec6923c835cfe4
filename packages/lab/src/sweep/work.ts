/**
 * A task of a cluster: takes trials of a sweep until none is left, or its place is taken away.
 *
 * @module
 */

import path from "node:path";
import { z } from "zod";
import { sweepSchema } from "../contracts.js";
import { readJson } from "../files/read-json.js";
import { readJsonLines } from "../files/read-json-lines.js";
import { completeRecipe } from "../recipe/load.js";
import { runLocally, type SchedulerEvent } from "../schedulers/local.js";
import { requeueSelf } from "../schedulers/slurm.js";
import { isFinished } from "../trial/ending.js";
import { trialsOf } from "../trial/trial.js";
import { clusterFolder } from "./cluster-jobs.js";
import { trialFolder } from "./folder.js";

/** How a task works. */
export interface WorkOptions {
  /** Its number among the tasks: where in the list of trials it begins, so that tasks do not queue for the same one. */
  readonly task: number;
  /** Trials at once, and threads of each. */
  readonly jobs: number;
  readonly threads: number;
  readonly dataDirs: readonly string[];
  readonly maxAttempts?: number | undefined;
  /** Aborted with the reason "preempted" when the place is taken away: then the task asks to be queued again. */
  readonly stop: AbortSignal;
  onEvent?(event: SchedulerEvent): void;
}

/** Works on a sweep. @returns how many of its trials are not finished, in whoever's hands they are. */
export async function workOn(folder: string, options: WorkOptions): Promise<number> {
  const file = path.join(folder, "sweep.json");
  const { recipe } = await readJson(file, sweepSchema);
  const trials = trialsOf(completeRecipe(recipe, file));
  const open = () => trials.filter((trial) => !isFinished(trialFolder(folder, trial)));
  const pending = open();
  const first = pending.length === 0 ? 0 : options.task % pending.length;
  const order = [...pending.slice(first), ...pending.slice(0, first)];
  const jobs = order.map((trial) => ({ trial, folder: trialFolder(folder, trial) }));
  const onEvent = (event: SchedulerEvent) => options.onEvent?.(event);
  const failedSince = await submittedAt(folder);
  await runLocally(jobs, { ...options, workers: options.jobs, waitForOthers: false, failedSince, onEvent });
  const left = open().length;
  if (options.stop.reason === "preempted" && left > 0) await requeueSelf();
  return left;
}

/** When the last job was submitted, in seconds since 1970: what has failed since is not for each of its tasks to try again. */
async function submittedAt(folder: string): Promise<number | undefined> {
  const { lines } = await readJsonLines(
    path.join(clusterFolder(folder), "jobs.jsonl"),
    z.looseObject({ time: z.number() }),
  );
  return lines.at(-1)?.time;
}
