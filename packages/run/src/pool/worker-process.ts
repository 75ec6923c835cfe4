/**
 * A worker process as its parent sees it.
 *
 * @module
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import type { Job, JobEnd, JobNews } from "./job.js";
import { ASKED_TO_END, type FromWorker, type ToWorker } from "./messages.js";

/** The program of a worker process. */
export interface WorkerProgram {
  /** Compiled module, which calls `serveJobs`. */
  readonly module: string;
  /** What the program knows from its start, as JSON. */
  readonly setting: { readonly threads: number };
}

/** Starts a worker, which then waits for work. {@link WorkerProcess.dismiss} ends it. */
export class WorkerProcess<News extends JobNews = JobNews> {
  readonly #child: ChildProcess;
  #signal: AbortSignal;
  #hasStepped = false;
  /** How the process ended, once it has. */
  #ending: JobEnd | undefined;
  readonly #stop = () =>
    this.#send({ type: "stop", reason: this.#signal.reason === "preempted" ? "preempted" : "stopped" });

  /**
   * @param stop once aborted, the worker saves and stops; the reason "preempted" is passed on.
   * @throws a system error where not even the attempt can be made, for lack of memory.
   */
  constructor({ module, setting }: WorkerProgram, stop: AbortSignal) {
    if (!existsSync(module)) throw new Error("the worker is not compiled: run `npm run build:ts`");
    this.#signal = stop;
    this.#child = fork(module, [JSON.stringify(setting)], {
      env: { ...process.env, OMP_NUM_THREADS: String(setting.threads) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [],
    });
    this.#child.once("exit", (code, signal) => {
      this.#ending ??= describeExit(code, signal);
    });
    this.#child.on("error", ({ message }) => {
      this.#ending ??= { status: "no room", cause: `no worker process can be started: ${message}` };
    });
    stop.addEventListener("abort", this.#stop);
  }

  /** Whether it has taken a step: from then on its memory is about what it will be. */
  get hasStepped(): boolean {
    return this.#hasStepped;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Looks at the exit code, too: a killed child stays connected for a moment. */
  get isAlive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Does one job. A worker that dies meanwhile ends it as crashed, one that was asked to end as stopped; where no process could be
   * started, there was no room.
   */
  run({ message }: Pick<Job, "message">, onNews: (news: News) => void): Promise<JobEnd> {
    return this.#ask(
      { type: "run", message },
      (answer) => {
        if (answer.type === "end") return answer.end;
        if (answer.type === "news") {
          this.#hasStepped ||= answer.news.type !== "note";
          onNews(answer.news);
        }
        return undefined;
      },
      (ending) => ending,
    );
  }

  /** Times a job. @returns images per second; 0 when it cannot be timed, or the worker dies. */
  measurePace({ message }: Pick<Job, "message">, seconds: number): Promise<number> {
    return this.#ask(
      { type: "pace", message, seconds },
      (answer) => (answer.type === "pace" ? answer.imagesPerSecond : undefined),
      () => 0,
    );
  }

  /** Goes by a different signal from now on: that of the pool which takes over a worker that was started before. */
  follow(stop: AbortSignal): void {
    this.#signal.removeEventListener("abort", this.#stop);
    this.#signal = stop;
    if (stop.aborted) this.#stop();
    else stop.addEventListener("abort", this.#stop);
  }

  /** Lets the worker end. */
  dismiss(): void {
    this.#signal.removeEventListener("abort", this.#stop);
    if (this.isAlive) this.#child.disconnect();
  }

  /** Resolves with the first answer that `accept` takes, or with what the worker's death means, also when it died before. */
  #ask<Answer>(
    question: ToWorker,
    accept: (message: FromWorker<News>) => Answer | undefined,
    conclude: (ending: JobEnd) => Answer,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        this.#child.off("message", onMessage).off("exit", onDeath).off("error", onDeath);
        resolve(answer);
      };
      const onMessage = (message: FromWorker<News>) => {
        const answer = accept(message);
        if (answer !== undefined) settle(answer);
      };
      const onDeath = () => settle(conclude(this.#ending as JobEnd)); // the constructor's listeners came first
      if (this.#ending) return onDeath();
      this.#child.on("message", onMessage).on("exit", onDeath).on("error", onDeath);
      this.#send(question);
    });
  }

  #send(message: ToWorker): void {
    if (this.isAlive) this.#child.send(message, () => {}); // a dying worker does not read it, but its exit is heard
  }
}

function describeExit(code: number | null, signal: string | null): JobEnd {
  const isAsked = code === ASKED_TO_END || signal === "SIGTERM" || signal === "SIGHUP"; // a young one dies of these without saving
  return {
    status: isAsked ? "stopped" : "crashed",
    cause: `its worker process ended with ${signal ?? `exit code ${code}`}`,
  };
}
