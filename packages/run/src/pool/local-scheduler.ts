/**
 * The local scheduler at work: lanes, each with one worker process after another.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { recordFailure } from "../trial/attempts.js";
import type { Job, LocalOptions } from "./local.js";
import type { TrialEnd } from "./messages.js";
import { NOT_YET, Room } from "./room.js";
import { TrialQueue } from "./trial-queue.js";
import { WorkerProcess } from "./worker-process.js";

/** Seconds before a trial is tried again: after its first, second, third crash or full disk, and so on. */
const BACK_OFF = [1, 5, 25, 60] as const;

/** Milliseconds before a lane looks again, that waits for room, or for another worker to show its size. */
const LOOK_MS = { room: 2000, size: 200 } as const;

/** Trains trials on this machine. */
export class LocalScheduler {
  readonly #board: TrialQueue;
  readonly #room: Room;
  readonly #halt = new AbortController();
  readonly #stop: AbortSignal;
  readonly #crashes = new Map<string, number>();
  readonly #fullDisks = new Map<string, number>();
  readonly #workers = new Set<WorkerProcess>();

  constructor(
    private readonly jobs: readonly Job[],
    private readonly options: LocalOptions,
  ) {
    this.#stop = AbortSignal.any([options.stop, this.#halt.signal]);
    this.#room = new Room(options, options.onEvent);
    const listener = {
      finished: ({ trial }: Job) => options.onEvent({ type: "end", trial, end: { status: "done", cause: null } }),
      failed: (job: Job, cause: string) => this.#tellFailure(job, cause),
    };
    this.#board = new TrialQueue(jobs, this.#stop, listener, options);
  }

  /** Resolves when all trials have ended or were stopped. */
  async run(): Promise<void> {
    const lanes = Math.min(this.options.workers, this.jobs.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
  }

  /** One worker after another, until no trial is left. A trial that there is no room for is left to the other lanes. */
  async #lane(): Promise<void> {
    const lane = {}; // stands for itself where it waits
    let worker: WorkerProcess | undefined;
    for (let job = await this.#board.next(); job; job = await this.#board.next()) {
      const started = this.#workerFor(job, worker);
      this.#room.met(lane, typeof started === "string" ? started : undefined);
      if (!(started instanceof WorkerProcess)) {
        this.#board.putBack(job);
        const pause = started === NOT_YET ? LOOK_MS.size : LOOK_MS.room;
        await setTimeout(pause, undefined, { signal: this.#stop }).catch(() => {});
        continue;
      }
      worker = started;
      const { trial } = job;
      this.options.onEvent({ type: "start", trial });
      const end = await worker.run(job, (event) => this.options.onEvent({ ...event, trial }));
      await this.#conclude(job, end);
      if (end.status === "stopped") worker = this.#dismiss(worker);
    }
    this.#dismiss(worker);
  }

  /** The worker for a trial, started if need be; or what is short for it. */
  #workerFor({ folder }: Job, present: WorkerProcess | undefined): WorkerProcess | string | typeof NOT_YET {
    const disk = this.#room.diskShortage(folder);
    if (disk !== undefined) return disk;
    if (present?.alive) return present;
    this.#dismiss(present);
    const memory = this.#room.memoryShortage([...this.#workers].filter(({ alive }) => alive));
    if (memory !== undefined) return memory;
    try {
      const worker = new WorkerProcess({ ...this.options, stop: this.#stop });
      this.#workers.add(worker);
      return worker;
    } catch (error) {
      if (!(error as NodeJS.ErrnoException).syscall) throw error;
      return `no worker process can be started: ${(error as Error).message}`;
    }
  }

  #dismiss(worker: WorkerProcess | undefined): undefined {
    worker?.dismiss();
    if (worker) this.#workers.delete(worker);
  }

  async #conclude(job: Job, end: TrialEnd): Promise<void> {
    const { trial } = job;
    const isAsked = end.status === "stopped" && !this.#stop.aborted;
    if (end.status === "elsewhere") {
      this.options.onEvent({ type: "elsewhere", trial });
      return this.#board.leave(job);
    }
    if (end.status === "no room") return this.#waitForRoom(job, end);
    if (isAsked) return this.#again(job, "its worker process was asked to end, and saved", BACK_OFF[0]);
    if (end.status === "crashed") return this.#afterCrash(job, end);
    if (end.status === "failed") await this.#fail(job, end.cause ?? "unknown");
    else this.options.onEvent({ type: "end", trial, end });
    this.#board.settle();
  }

  /** What is short on the disk is no fault of the trial's: it waits, however often. */
  #waitForRoom(job: Job, { cause, bytes = 0 }: TrialEnd): void {
    this.#room.wantsDisk(bytes);
    this.#again(job, firstLine(cause), backOff(count(this.#fullDisks, job)));
  }

  async #afterCrash(job: Job, end: TrialEnd): Promise<void> {
    const { maxAttempts = 3 } = this.options;
    const { trial } = job;
    if (this.#stop.aborted) {
      this.options.onEvent({ type: "end", trial, end: { ...end, status: "stopped" } });
      return this.#board.settle();
    }
    const cause = firstLine(end.cause);
    const crashes = count(this.#crashes, job);
    if (crashes < maxAttempts) return this.#again(job, cause, backOff(crashes));
    await this.#fail(job, `${cause}${crashes > 1 ? `; ${crashes} attempts` : ""}`);
    this.#board.settle();
  }

  #again(job: Job, cause: string, seconds: number): void {
    if (!this.#stop.aborted) this.options.onEvent({ type: "retry", trial: job.trial, cause, seconds });
    this.#board.defer(job, seconds);
  }

  async #fail(job: Job, cause: string): Promise<void> {
    await recordFailure(job.trial, job.folder, cause).catch(() => {}); // of a full disk, say: the sweep's end tells it all the same
    this.#tellFailure(job, cause);
  }

  #tellFailure({ trial }: Job, cause: string): void {
    this.options.onEvent({ type: "end", trial, end: { status: "failed", cause } });
    if (this.options.failFast) this.#halt.abort();
  }
}

/** Counts what has happened to a trial, this time too. */
function count(times: Map<string, number>, { trial }: Job): number {
  const now = 1 + (times.get(trial.id) ?? 0);
  times.set(trial.id, now);
  return now;
}

function backOff(times: number): number {
  return BACK_OFF[Math.min(times, BACK_OFF.length) - 1] as number;
}

function firstLine(cause: string | null): string {
  return cause?.split("\n")[0] ?? "unknown";
}
