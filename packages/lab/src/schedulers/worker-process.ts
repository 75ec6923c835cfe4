/**
 * A worker process as its parent sees it.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Trial } from "../contracts.js";
import type { FromWorker, ToWorker, TrialEnd } from "./messages.js";

/** How to start a worker. */
export interface WorkerOptions {
  readonly threads: number;
  readonly dataDirs: readonly string[];
  /** Once aborted, the worker saves and stops; "preempted" as its reason is passed on. */
  readonly stop: AbortSignal;
}

/** What a worker says of its trial before the end. */
export type TrialNews = Exclude<FromWorker, { type: "end" | "pace" }>;

/** The compiled worker, also when this file runs from its sources. */
const WORKER = path.join(import.meta.dirname, "../../dist/schedulers/worker.js");

/** Starts a worker, which then waits for work. {@link WorkerProcess.dismiss} ends it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #stop = () =>
    this.#say({ type: "stop", reason: this.#signal.reason === "preempted" ? "preempted" : "stopped" });

  constructor({ threads, dataDirs, stop }: WorkerOptions) {
    if (!existsSync(WORKER)) throw new Error("the worker is not compiled: run `npm run build:ts`");
    this.#signal = stop;
    this.#child = fork(WORKER, [JSON.stringify({ threads, dataDirs })], {
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [],
    });
    stop.addEventListener("abort", this.#stop);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks for the exit too: a killed child stays connected for a moment after it. */
  get alive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Trains one trial; a worker that dies over it ends it as crashed. */
  async run({ trial, folder }: { trial: Trial; folder: string }, onNews: (news: TrialNews) => void): Promise<TrialEnd> {
    const answer = await this.#ask({ type: "run", trial, folder }, (message) => {
      if (message.type === "end") return message.end;
      if (message.type !== "pace") onNews(message);
      return undefined;
    });
    return typeof answer === "string" ? { status: "crashed", cause: answer } : answer;
  }

  /** Times a trial: see `trial/pace.ts`. @returns images a second; 0 when it cannot be timed. */
  async pace(trial: Trial, seconds: number): Promise<number> {
    const answer = await this.#ask({ type: "pace", trial, seconds }, (message) =>
      message.type === "pace" ? message.imagesPerSecond : undefined,
    );
    return typeof answer === "string" ? 0 : answer;
  }

  /** Lets the worker go. */
  dismiss(): void {
    this.#signal.removeEventListener("abort", this.#stop);
    if (this.alive) this.#child.disconnect();
  }

  /** Resolves with the first answer that `take` accepts, or with the reason why there will be none. */
  #ask<Answer>(question: ToWorker, take: (message: FromWorker) => Answer | undefined): Promise<Answer | string> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | string) => {
        this.#child.off("message", hear).off("exit", died);
        resolve(answer);
      };
      const hear = (message: FromWorker) => {
        const answer = take(message);
        if (answer !== undefined) settle(answer);
      };
      const died = (code: number | null, signal: string | null) =>
        settle(`its worker process ended with ${signal ?? `exit code ${code}`}`);
      this.#child.on("message", hear).on("exit", died);
      this.#say(question);
    });
  }

  #say(message: ToWorker): void {
    if (this.alive) this.#child.send(message, () => {}); // what a dying worker does not hear, its exit tells
  }
}
