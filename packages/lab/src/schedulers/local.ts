/**
 * The local scheduler: worker processes on this machine, each training one trial at a time.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { EpochMetrics, Trial } from "../contracts.js";
import { recordFailure } from "../trial/attempts.js";
import type { FromWorker, ToWorker, TrialEnd } from "./messages.js";

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

/** The compiled worker, also when this file runs from its sources. */
const WORKER = path.join(import.meta.dirname, "../../dist/schedulers/worker.js");

/** Runs the jobs; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export async function runLocally(jobs: readonly Job[], options: LocalOptions): Promise<void> {
  const queue = [...jobs];
  const work = async () => {
    let worker: Worker | undefined;
    for (let job = queue.shift(); job && !options.stop.aborted; job = queue.shift()) {
      if (!worker?.alive) worker = new Worker(options);
      options.onEvent({ type: "start", trial: job.trial });
      const end = await worker.run(job);
      if (end.status === "failed") await recordFailure(job.trial, job.folder, end.cause ?? "unknown");
      options.onEvent({ type: "end", trial: job.trial, end });
    }
    worker?.dismiss();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, jobs.length) }, work));
}

class Worker {
  readonly #child: ChildProcess;
  readonly #options: LocalOptions;
  readonly #stop = () => this.#say({ type: "stop" });

  constructor(options: LocalOptions) {
    const { threads, dataDirs, stop } = options;
    if (!existsSync(WORKER)) throw new Error("the worker is not compiled: run `npm run build:ts`");
    this.#options = options;
    this.#child = fork(WORKER, [JSON.stringify({ threads, dataDirs })], {
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [],
    });
    stop.addEventListener("abort", this.#stop);
  }

  /** Asks for the exit too: a killed child stays connected for a moment after it. */
  get alive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Trains one trial; a worker that dies over it makes it fail. */
  run({ trial, folder }: Job): Promise<TrialEnd> {
    return new Promise((resolve) => {
      const settle = (end: TrialEnd) => {
        this.#child.off("message", hear).off("exit", died);
        resolve(end);
      };
      const hear = (message: FromWorker) => {
        if (message.type === "end") settle(message.end);
        else this.#options.onEvent({ ...message, trial });
      };
      const died = (code: number | null, signal: string | null) =>
        settle({ status: "failed", cause: `its worker process ended with ${signal ?? `exit code ${code}`}` });
      this.#child.on("message", hear).on("exit", died);
      this.#say({ type: "run", trial, folder });
    });
  }

  dismiss(): void {
    this.#options.stop.removeEventListener("abort", this.#stop);
    if (this.alive) this.#child.disconnect();
  }

  #say(message: ToWorker): void {
    if (this.alive) this.#child.send(message, () => {}); // what a dying worker does not hear, its exit tells
  }
}
