/**
 * The first worker of a sweep, started while the sweep's folder and data are still being looked at: a process that loads
 * its libraries meanwhile trains at once when it is needed.
 *
 * What it needs to know from its start is foreseen, and compared when it is known; a worker that turns out not to fit ends unused.
 * @module
 */
import { existsSync } from "node:fs";
import { describeTrialWorker, type TrialNews } from "../pool/trials/trial-job.js";
import { WorkerProcess } from "../pool/worker-process.js";
import type { Recipe } from "../recipe/schema.js";
import { trialFiles, trialFolder } from "../records/trial-files.js";
import { listTrials } from "../trial/trial.js";
import { foreseeThreads, type Shares } from "./plan.js";

/** A worker that was started before it was known what it will do. */
export interface EarlyWorker {
  /** The worker, where it fits the plan; afterwards it belongs to the caller. */
  take(shares: Shares): WorkerProcess<TrialNews> | undefined;
  /** Lets the worker end, unless it was taken. */
  dismiss(): void;
}

/** What {@link startEarlyWorker} goes by. */
export interface EarlyWorkerOptions {
  readonly folder: string;
  readonly jobs?: number | undefined;
  readonly dataDirs?: readonly string[];
  readonly stop: AbortSignal;
}

/** Starts a worker where a sweep has something left to train, and its number of threads can be foreseen. */
export async function startEarlyWorker(recipe: Recipe, options: EarlyWorkerOptions): Promise<EarlyWorker> {
  const { folder, jobs, dataDirs = [], stop } = options;
  const trials = listTrials(recipe);
  const isDone = trials.every((trial) => existsSync(trialFiles(trialFolder(folder, trial)).result));
  const threads = isDone || stop.aborted ? undefined : await foreseeThreads(recipe, trials.length, { folder, jobs });
  let worker = threads === undefined ? undefined : start({ threads, dataDirs }, stop);
  return {
    take(shares) {
      if (shares.threads !== threads || !worker?.isAlive) return undefined;
      const taken = worker;
      worker = undefined;
      return taken;
    },
    dismiss: () => worker?.dismiss(),
  };
}

/** Undefined where no process can be started: the pool will say so, if that lasts. */
function start(
  setting: { readonly threads: number; readonly dataDirs: readonly string[] },
  stop: AbortSignal,
): WorkerProcess<TrialNews> | undefined {
  try {
    return new WorkerProcess<TrialNews>(describeTrialWorker(setting), stop);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall) return undefined;
    throw error;
  }
}
