/**
 * Trains trials on this machine, on worker processes.
 *
 * @module
 */
import type { EpochMetrics } from "../../records/epoch-metrics.js";
import type { Trial } from "../../records/trial.js";
import type { JobEnd, PoolEvent } from "../job.js";
import { runJobs } from "../job-pool.js";
import type { PoolLimits } from "../pool-options.js";
import type { WorkerProcess } from "../worker-process.js";
import { describeTrialWorker, type TrialJob, type TrialNews } from "./trial-job.js";

/** What happens while trials run. */
export type SchedulerEvent =
  | { type: "start"; trial: Trial }
  | { type: "progress"; trial: Trial; epochs: number }
  | { type: "epoch"; trial: Trial; metrics: EpochMetrics }
  /** A line about a damaged checkpoint. */
  | { type: "note"; trial: Trial; line: string }
  /** The trial will be tried again after this many seconds. */
  | { type: "retry"; trial: Trial; cause: string; seconds: number }
  /** Another process works on the trial. */
  | { type: "elsewhere"; trial: Trial }
  /** Nothing is started until there is memory and disk again; then `cause` is null. */
  | { type: "pause"; cause: string | null }
  | { type: "end"; trial: Trial; end: JobEnd };

/** How to train trials on this machine. */
export interface TrialPoolOptions extends PoolLimits {
  /** Threads of each worker; workers × threads should not exceed the cores. */
  readonly threads: number;
  readonly dataDirs: readonly string[];
  /** A worker that was started before, with the same threads and folders; the pool uses it first, and lets it end. */
  readonly worker?: WorkerProcess<TrialNews> | undefined;
  onEvent(event: SchedulerEvent): void;
}

/** Trains trials; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export function runTrials(jobs: readonly TrialJob[], options: TrialPoolOptions): Promise<void> {
  const { threads, dataDirs, onEvent, ...limits } = options;
  return runJobs<TrialJob, TrialNews>(jobs, {
    ...limits,
    program: describeTrialWorker({ threads, dataDirs }),
    onEvent: (event) => onEvent(nameTrial(event)),
  });
}

function nameTrial(event: PoolEvent<TrialJob, TrialNews>): SchedulerEvent {
  if (event.type === "pause") return event;
  const { job, ...rest } = event;
  return rest.type === "news" ? { ...rest.news, trial: job.trial } : { ...rest, trial: job.trial };
}
