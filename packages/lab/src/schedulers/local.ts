/**
 * The local scheduler: worker processes on this machine, each training one trial at a time.
 *
 * @module
 */
import type { EpochMetrics, Trial } from "../contracts.js";
import { recordFailure } from "../trial/attempts.js";
import type { TrialEnd } from "./messages.js";
import { WorkerProcess } from "./worker-process.js";

/** A trial and the folder it is trained in. */
export interface Job {
  readonly trial: Trial;
  readonly folder: string;
}

/** What happens while trials run. */
export type SchedulerEvent =
  | { type: "start"; trial: Trial }
  | { type: "progress"; trial: Trial; epochs: number }
  | { type: "epoch"; trial: Trial; metrics: EpochMetrics }
  | { type: "end"; trial: Trial; end: TrialEnd };

/** How to run trials on this machine. */
export interface LocalOptions {
  /** Worker processes. */
  readonly workers: number;
  /** Threads of each; workers × threads should not exceed the cores. */
  readonly threads: number;
  readonly dataDirs: readonly string[];
  /** Once aborted, workers save and stop, and no trial is started any more. */
  readonly stop: AbortSignal;
  onEvent(event: SchedulerEvent): void;
}

/** Runs the jobs; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export async function runLocally(jobs: readonly Job[], options: LocalOptions): Promise<void> {
  const queue = [...jobs];
  const work = async () => {
    let worker: WorkerProcess | undefined;
    for (let job = queue.shift(); job && !options.stop.aborted; job = queue.shift()) {
      if (!worker?.alive) worker = new WorkerProcess(options);
      options.onEvent({ type: "start", trial: job.trial });
      const end = await worker.run(job, (event) => options.onEvent({ ...event, trial: job.trial }));
      if (end.status === "failed") await recordFailure(job.trial, job.folder, end.cause ?? "unknown");
      options.onEvent({ type: "end", trial: job.trial, end });
    }
    worker?.dismiss();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, jobs.length) }, work));
}
