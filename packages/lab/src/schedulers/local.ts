/**
 * The local scheduler: worker processes on this machine, each training one trial at a time.
 *
 * A worker that dies is replaced, and its trial tried again after a pause that grows; before a trial starts there must be room
 * for it. Several schedulers on one folder share its trials: each trial has a lease.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { EpochMetrics, Trial } from "../contracts.js";
import { recordFailure } from "../trial/attempts.js";
import { Board } from "./board.js";
import type { TrialEnd } from "./messages.js";
import { diskShortage, memoryShortage } from "./shortage.js";
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
export interface LocalOptions {
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
  /** Disk that must be free before a trial starts, in bytes; 64 MB by default. */
  readonly leastDisk?: number | undefined;
  /** Wait for the end of trials that other processes work on, should these die; or only until they are known to live. */
  readonly waitForOthers?: boolean | undefined;
  /** Seconds after which another machine's silent process counts as dead; 60 by default. */
  readonly lostSeconds?: number | undefined;
  onEvent(event: SchedulerEvent): void;
}

/** Seconds before a trial is tried again: after its first, second, third crash and so on. */
const BACK_OFF = [1, 5, 25, 60] as const;

const LOOK_MS = 2000;

/** Runs the jobs; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export async function runLocally(jobs: readonly Job[], options: LocalOptions): Promise<void> {
  await new LocalScheduler(jobs, options).run();
}

class LocalScheduler {
  readonly #board: Board;
  readonly #halt = new AbortController();
  readonly #stop: AbortSignal;
  readonly #crashes = new Map<string, number>();
  readonly #workers = new Set<WorkerProcess>();
  #paused = false;

  constructor(
    private readonly jobs: readonly Job[],
    private readonly options: LocalOptions,
  ) {
    this.#stop = AbortSignal.any([options.stop, this.#halt.signal]);
    const onFinished = ({ trial }: Job) =>
      options.onEvent({ type: "end", trial, end: { status: "done", cause: null } });
    this.#board = new Board(jobs, this.#stop, onFinished, options);
  }

  async run(): Promise<void> {
    const lanes = Math.min(this.options.workers, this.jobs.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  /** One worker after another, until no trial is left. */
  async #lane(): Promise<void> {
    let worker: WorkerProcess | undefined;
    for (let job = await this.#board.next(); job; job = await this.#board.next()) {
      await this.#room(job.folder, worker?.alive ?? false);
      if (this.#stop.aborted) break;
      if (!worker?.alive) worker = this.#start(worker);
      this.options.onEvent({ type: "start", trial: job.trial });
      const { trial } = job;
      const end = await worker.run(job, (event) => this.options.onEvent({ ...event, trial }));
      await this.#conclude(job, end);
    }
    worker?.dismiss();
    if (worker) this.#workers.delete(worker);
  }

  #start(before: WorkerProcess | undefined): WorkerProcess {
    if (before) this.#workers.delete(before);
    const worker = new WorkerProcess({ ...this.options, stop: this.#stop });
    this.#workers.add(worker);
    return worker;
  }

  async #conclude(job: Job, end: TrialEnd): Promise<void> {
    const { trial } = job;
    if (end.status === "elsewhere") {
      this.options.onEvent({ type: "elsewhere", trial });
      return this.#board.leave(job);
    }
    if (end.status === "crashed" || isFullDisk(end)) return this.#tryAgain(job, end);
    if (end.status === "failed") await this.#fail(job, end.cause ?? "unknown");
    else this.options.onEvent({ type: "end", trial, end });
    this.#board.settle();
  }

  async #tryAgain(job: Job, end: TrialEnd): Promise<void> {
    const { maxAttempts = 3 } = this.options;
    const cause = end.cause?.split("\n")[0] ?? "unknown";
    const crashes = 1 + (this.#crashes.get(job.trial.id) ?? 0);
    this.#crashes.set(job.trial.id, crashes);
    if (this.#stop.aborted || crashes >= maxAttempts) {
      await this.#fail(job, `${cause}${crashes > 1 ? `; ${crashes} attempts` : ""}`);
      return this.#board.settle();
    }
    const seconds = BACK_OFF[Math.min(crashes, BACK_OFF.length) - 1] as number;
    this.options.onEvent({ type: "retry", trial: job.trial, cause, seconds });
    this.#board.defer(job, seconds);
  }

  async #fail({ trial, folder }: Job, cause: string): Promise<void> {
    await recordFailure(trial, folder, cause).catch(() => {}); // of a full disk, say: the sweep's end tells it all the same
    this.options.onEvent({ type: "end", trial, end: { status: "failed", cause } });
    if (this.options.failFast) this.#halt.abort();
  }

  /** Waits until there is room for the trial, and says so when it waits. */
  async #room(folder: string, hasWorker: boolean): Promise<void> {
    while (!this.#stop.aborted) {
      const others = [...this.#workers].flatMap(({ alive, pid }) => (alive && pid !== undefined ? [pid] : []));
      const cause =
        diskShortage(nearestFolder(folder), this.options.leastDisk) ?? (hasWorker ? undefined : memoryShortage(others));
      this.#tellPause(cause ?? null);
      if (cause === undefined) return;
      await setTimeout(LOOK_MS, undefined, { signal: this.#stop }).catch(() => {});
    }
  }

  #tellPause(cause: string | null): void {
    if (this.#paused === (cause !== null)) return;
    this.#paused = cause !== null;
    this.options.onEvent({ type: "pause", cause });
  }
}

/** A disk that has run full is no fault of the trial's. */
function isFullDisk({ status, cause }: TrialEnd): boolean {
  return status === "failed" && /ENOSPC|EDQUOT|No space left|quota exceeded/i.test(cause ?? "");
}

/** The folder itself, or the nearest above it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}
