/**
 * The process pool: lanes, each with one worker process after another.
 *
 * A worker that dies is replaced, and its job tried again after a pause that grows. Before a job starts there must be enough disk
 * and memory for it. A worker that is asked to end saves first, and the pool waits for a full disk: neither counts as an attempt.
 * Several pools on one folder share its jobs: each job has a lease.
 * @module
 */
import { setTimeout } from "node:timers/promises";
import type { Job, JobEnd, JobNews, PoolEvent } from "./job.js";
import { JobQueue } from "./job-queue.js";
import type { PoolOptions } from "./pool-options.js";
import { NOT_YET, Resources } from "./resources.js";
import { WorkerProcess } from "./worker-process.js";

/** Seconds before a job is tried again: after its first, second, third crash or full disk, and so on. */
const BACK_OFF = [1, 5, 25, 60] as const;

/** Milliseconds before a lane looks again that waits for disk or memory, or for the size of another lane's worker. */
const LOOK_MS = { resources: 2000, size: 200 } as const;

/** Runs jobs; one that fails does not stop the others. Resolves when all have ended or were stopped. */
export async function runJobs<J extends Job, News extends JobNews>(
  jobs: readonly J[],
  options: PoolOptions<J, News>,
): Promise<void> {
  await new JobPool(jobs, options).run();
}

class JobPool<J extends Job, News extends JobNews> {
  readonly #queue: JobQueue<J>;
  readonly #resources: Resources;
  readonly #halt = new AbortController();
  readonly #stop: AbortSignal;
  readonly #crashes = new Map<string, number>();
  readonly #fullDisks = new Map<string, number>();
  readonly #workers = new Set<WorkerProcess<News>>();
  /** A worker that was started before the pool was, until it is used. */
  #early: WorkerProcess<News> | undefined;

  constructor(
    private readonly jobs: readonly J[],
    private readonly options: PoolOptions<J, News>,
  ) {
    this.#stop = AbortSignal.any([options.stop, this.#halt.signal]);
    this.#early = options.worker;
    this.#early?.follow(this.#stop);
    this.#resources = new Resources(options, (cause) => this.#emit({ type: "pause", cause }));
    const listener = {
      onFinished: (job: J) => this.#emit({ type: "end", job, end: { status: "done", cause: null } }),
      onFailed: (job: J, cause: string) => this.#reportFailure(job, cause),
    };
    this.#queue = new JobQueue(jobs, this.#stop, listener, options);
  }

  async run(): Promise<void> {
    const lanes = Math.min(this.options.workers, this.jobs.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#runLane()));
    this.#early?.dismiss();
  }

  #emit(event: PoolEvent<J, News>): void {
    this.options.onEvent(event);
  }

  /** One worker after another, until no job is left. A job that cannot start for lack of resources is left to other lanes. */
  async #runLane(): Promise<void> {
    const lane = {}; // stands for this lane among those that wait
    let worker: WorkerProcess<News> | undefined;
    for (let job = await this.#queue.next(); job; job = await this.#queue.next()) {
      const started = this.#provideWorker(job, worker);
      this.#resources.recordShortage(lane, typeof started === "string" ? started : undefined);
      if (!(started instanceof WorkerProcess)) {
        this.#queue.requeue(job);
        const pause = started === NOT_YET ? LOOK_MS.size : LOOK_MS.resources;
        await setTimeout(pause, undefined, { signal: this.#stop }).catch(() => {});
        continue;
      }
      worker = started;
      const current = job;
      this.#emit({ type: "start", job });
      const end = await worker.run(job, (news) => this.#emit({ type: "news", job: current, news }));
      await this.#conclude(job, end);
      if (end.status === "stopped") worker = this.#dismiss(worker);
    }
    this.#dismiss(worker);
  }

  /** The worker for a job, started if need be; or what is short for it. */
  #provideWorker(
    { folder }: J,
    present: WorkerProcess<News> | undefined,
  ): WorkerProcess<News> | string | typeof NOT_YET {
    const disk = this.#resources.findDiskShortage(folder);
    if (disk !== undefined) return disk;
    if (present?.isAlive) return present;
    this.#dismiss(present);
    const memory = this.#resources.findMemoryShortage([...this.#workers].filter(({ isAlive }) => isAlive));
    if (memory !== undefined) return memory;
    try {
      const worker = this.#takeEarly() ?? new WorkerProcess<News>(this.options.program, this.#stop);
      this.#workers.add(worker);
      return worker;
    } catch (error) {
      if (!(error as NodeJS.ErrnoException).syscall) throw error;
      return `no worker process can be started: ${(error as Error).message}`;
    }
  }

  #takeEarly(): WorkerProcess<News> | undefined {
    const early = this.#early;
    this.#early = undefined;
    if (early?.isAlive) return early;
    return this.#dismiss(early);
  }

  #dismiss(worker: WorkerProcess<News> | undefined): undefined {
    worker?.dismiss();
    if (worker) this.#workers.delete(worker);
  }

  async #conclude(job: J, end: JobEnd): Promise<void> {
    const isAsked = end.status === "stopped" && !this.#stop.aborted;
    if (end.status === "elsewhere") {
      this.#emit({ type: "elsewhere", job });
      return this.#queue.leaveToOther(job);
    }
    if (end.status === "no room") return this.#waitForDisk(job, end);
    if (isAsked) return this.#retry(job, "its worker process was asked to end, and saved", BACK_OFF[0]);
    if (end.status === "crashed") return this.#concludeCrash(job, end);
    if (end.status === "failed") await this.#fail(job, end.cause ?? "unknown");
    else this.#emit({ type: "end", job, end });
    this.#queue.finish();
  }

  /** A full disk is not the job's fault: it waits, however often. */
  #waitForDisk(job: J, { cause, bytes = 0 }: JobEnd): void {
    this.#resources.noteDisk(bytes);
    this.#retry(job, firstLine(cause), backOff(increment(this.#fullDisks, job)));
  }

  async #concludeCrash(job: J, end: JobEnd): Promise<void> {
    const { maxAttempts = 3 } = this.options;
    if (this.#stop.aborted) {
      this.#emit({ type: "end", job, end: { ...end, status: "stopped" } });
      return this.#queue.finish();
    }
    const cause = firstLine(end.cause);
    const crashes = increment(this.#crashes, job);
    if (crashes < maxAttempts) return this.#retry(job, cause, backOff(crashes));
    await this.#fail(job, `${cause}${crashes > 1 ? `; ${crashes} attempts` : ""}`);
    this.#queue.finish();
  }

  #retry(job: J, cause: string, seconds: number): void {
    if (!this.#stop.aborted) this.#emit({ type: "retry", job, cause, seconds });
    this.#queue.retryAfter(job, seconds);
  }

  async #fail(job: J, cause: string): Promise<void> {
    await job.recordFailure(cause).catch(() => {}); // the disk may be full; the failure is reported all the same
    this.#reportFailure(job, cause);
  }

  #reportFailure(job: J, cause: string): void {
    this.#emit({ type: "end", job, end: { status: "failed", cause } });
    if (this.options.failFast) this.#halt.abort();
  }
}

/** Counts what has happened to a job, including this time. */
function increment(counts: Map<string, number>, { id }: Job): number {
  const now = 1 + (counts.get(id) ?? 0);
  counts.set(id, now);
  return now;
}

function backOff(times: number): number {
  return BACK_OFF[Math.min(times, BACK_OFF.length) - 1] as number;
}

function firstLine(cause: string | null): string {
  return cause?.split("\n")[0] ?? "unknown";
}
