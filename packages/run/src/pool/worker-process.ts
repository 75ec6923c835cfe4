/**
 * A worker process as its parent sees it.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Trial } from "../records/trial.js";
import { ASKED_TO_END, type FromWorker, type ToWorker, type TrialEnd } from "./messages.js";

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
const WORKER = path.join(import.meta.dirname, "../../dist/pool/worker.js");

/** Starts a worker, which then waits for work. {@link WorkerProcess.dismiss} ends it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  #hasStepped = false;
  readonly #stop = () =>
    this.#say({ type: "stop", reason: this.#signal.reason === "preempted" ? "preempted" : "stopped" });

  /** @throws a system error where not even the attempt can be made, for want of memory. */
  constructor({ threads, dataDirs, stop }: WorkerOptions) {
    if (!existsSync(WORKER)) throw new Error("the worker is not compiled: run `npm run build:ts`");
    this.#signal = stop;
    this.#child = fork(WORKER, [JSON.stringify({ threads, dataDirs })], {
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [],
    });
    this.#child.on("error", () => {}); // told to whoever asks: see #ask
    stop.addEventListener("abort", this.#stop);
  }

  /** Whether it has taken a step: from then on its memory is about what it will be. */
  get hasStepped(): boolean {
    return this.#hasStepped;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks for the exit too: a killed child stays connected for a moment after it. */
  get alive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Trains one trial. A worker that dies over it ends it as crashed, one that was told to end as stopped; where none could be
   * started there was no room.
   */
  async run({ trial, folder }: { trial: Trial; folder: string }, onNews: (news: TrialNews) => void): Promise<TrialEnd> {
    const answer = await this.#ask({ type: "run", trial, folder }, (message) => {
      if (message.type === "end") return message.end;
      if (message.type !== "pace") onNews(message);
      if (message.type === "progress") this.#hasStepped = true;
      return undefined;
    });
    return "gone" in answer ? answer.gone : answer;
  }

  /** Times a trial: see `trial/pace.ts`. @returns images a second; 0 when it cannot be timed. */
  async pace(trial: Trial, seconds: number): Promise<number> {
    const answer = await this.#ask({ type: "pace", trial, seconds }, (message) =>
      message.type === "pace" ? message.imagesPerSecond : undefined,
    );
    return typeof answer === "number" ? answer : 0;
  }

  /** Lets the worker go. */
  dismiss(): void {
    this.#signal.removeEventListener("abort", this.#stop);
    if (this.alive) this.#child.disconnect();
  }

  /** Resolves with the first answer that `take` accepts, or with what it means that there will be none. */
  #ask<Answer>(question: ToWorker, take: (message: FromWorker) => Answer | undefined): Promise<Answer | Gone> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | Gone) => {
        this.#child.off("message", hear).off("exit", died).off("error", failed);
        resolve(answer);
      };
      const hear = (message: FromWorker) => {
        const answer = take(message);
        if (answer !== undefined) settle(answer);
      };
      const died = (code: number | null, signal: string | null) => settle({ gone: endOf(code, signal) });
      const failed = ({ message }: Error) =>
        settle({ gone: { status: "no room", cause: `no worker process can be started: ${message}` } });
      this.#child.on("message", hear).on("exit", died).on("error", failed);
      this.#say(question);
    });
  }

  #say(message: ToWorker): void {
    if (this.alive) this.#child.send(message, () => {}); // what a dying worker does not hear, its exit tells
  }
}

/** What the end of a worker without an answer means for its trial. */
interface Gone {
  readonly gone: TrialEnd;
}

function endOf(code: number | null, signal: string | null): TrialEnd {
  const isAsked = code === ASKED_TO_END || signal === "SIGTERM" || signal === "SIGHUP"; // a young one dies of them, saving nothing
  return {
    status: isAsked ? "stopped" : "crashed",
    cause: `its worker process ended with ${signal ?? `exit code ${code}`}`,
  };
}
