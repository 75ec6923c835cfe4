/**
 * The local scheduler: worker processes on this machine, each training one trial at a time.
 *
 * A worker that dies is replaced, and its trial tried again after a pause that grows. Before a trial starts there must be room
 * for it. A worker that is asked to end saves first, and a full disk is waited for: neither counts as an attempt. Several
 * schedulers on one folder share its trials: each trial has a lease.
 *
 * @module
 */
import type { EpochMetrics } from "../records/epoch-metrics.js";
import type { Trial } from "../records/trial.js";
import { LocalScheduler } from "./local-scheduler.js";
import type { TrialEnd } from "./messages.js";
import type { RoomOptions } from "./room.js";
import type { BoardOptions } from "./trial-queue.js";

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
  /** In one line, what the trial met on its way: a damaged checkpoint. */
  | { type: "note"; trial: Trial; line: string }
  /** It will be tried again, after so many seconds. */
  | { type: "retry"; trial: Trial; cause: string; seconds: number }
  /** Another process works on it. */
  | { type: "elsewhere"; trial: Trial }
  /** Nothing is started until there is room again; then `cause` is null. */
  | { type: "pause"; cause: string | null }
  | { type: "end"; trial: Trial; end: TrialEnd };

/** How to run trials on this machine. */
export interface LocalOptions extends BoardOptions, RoomOptions {
  /** Worker processes. */
  readonly workers: number;
  /** Threads of each; workers × threads should not exceed the cores. */
  readonly threads: number;
  readonly dataDirs: readonly string[];
  /** Once aborted, workers save and stop, and no trial is started any more. */
  readonly stop: AbortSignal;
  /** Starts of a trial whose workers die, before it counts as failed; 3 by default. */
  readonly maxAttempts?: number | undefined;
  /** Stop all at the first trial that fails. */
  readonly failFast?: boolean;
  onEvent(event: SchedulerEvent): void;
}

/** Runs the jobs; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export async function runLocally(jobs: readonly Job[], options: LocalOptions): Promise<void> {
  await new LocalScheduler(jobs, options).run();
}
