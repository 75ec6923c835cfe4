/**
 * Which job comes next: in their order; those that are retried after their pause, those that other processes work on once these
 * are dead. What others have finished or failed at is reported, and not given out.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { breakLease } from "../lease/lease.js";
import { LeaseWatch } from "../lease/watch.js";
import { Failures } from "./failures.js";
import type { Job } from "./job.js";

/** Milliseconds between two looks of a waiting queue. */
const LOOK_MS = 500;

/** How a queue treats jobs that other processes work on. */
export interface QueueOptions {
  /** Seconds after which another machine's silent process counts as dead; 60 by default. */
  readonly lostSeconds?: number | undefined;
  /** Wait for the end of what other processes work on, or only until they are known to be alive; on by default. */
  readonly waitForOthers?: boolean | undefined;
  /** Seconds since 1970: a job that has failed since is left alone. By default what fails from now on: see {@link Failures}. */
  readonly failedSince?: number | undefined;
}

/** Hears about jobs that another process has ended. */
export interface QueueListener<J extends Job> {
  onFinished(job: J): void;
  onFailed(job: J, cause: string): void;
}

/** A job that another process works on, and when to look at it again. */
interface HeldJob<J extends Job> {
  readonly job: J;
  readonly from: number;
}

/** The jobs of a pool. */
export class JobQueue<J extends Job> {
  readonly #ready: J[];
  readonly #order: ReadonlyMap<J, number>;
  #delayed: { job: J; at: number }[] = [];
  #heldByOthers: HeldJob<J>[] = [];
  #inProgress = 0;
  readonly #watch: LeaseWatch;
  readonly #failures: Failures;
  readonly #waitForOthers: boolean;

  constructor(
    jobs: readonly J[],
    private readonly stop: AbortSignal,
    private readonly listener: QueueListener<J>,
    { lostSeconds, waitForOthers = true, failedSince }: QueueOptions = {},
  ) {
    this.#ready = [...jobs];
    this.#order = new Map(jobs.map((job, place) => [job, place]));
    this.#watch = new LeaseWatch(undefined, lostSeconds);
    this.#failures = new Failures(jobs, failedSince);
    this.#waitForOthers = waitForOthers;
  }

  /** Waits for the next job; `undefined` when none is left, or everything is stopped. */
  async next(): Promise<J | undefined> {
    while (!this.stop.aborted) {
      this.#collectReady();
      const job = this.#ready.shift();
      if (job && this.#hasFailed(job)) continue;
      if (job) {
        this.#inProgress++;
        return job;
      }
      if (this.#inProgress + this.#delayed.length + this.#heldByOthers.length === 0) return undefined;
      await setTimeout(LOOK_MS, undefined, { signal: this.stop }).catch(() => {});
    }
    return undefined;
  }

  /** A job from {@link JobQueue.next} has ended. */
  finish(): void {
    this.#inProgress--;
  }

  /** A job from {@link JobQueue.next} cannot start now: whoever can may take it, before the jobs after it. */
  requeue(job: J): void {
    this.#inProgress--;
    const place = (other: J) => this.#order.get(other) as number;
    const after = this.#ready.findIndex((other) => place(other) > place(job));
    this.#ready.splice(after < 0 ? this.#ready.length : after, 0, job);
  }

  /** A job from {@link JobQueue.next} is to be tried again after this many seconds. */
  retryAfter(job: J, seconds: number): void {
    this.#inProgress--;
    this.#delayed.push({ job, at: performance.now() + 1000 * seconds });
  }

  /** Another process works on a job from {@link JobQueue.next}. */
  leaveToOther(job: J): void {
    this.#inProgress--;
    this.#heldByOthers.push({ job, from: performance.now() + LOOK_MS });
  }

  #collectReady(): void {
    const due = this.#delayed.filter(({ at }) => at <= performance.now());
    this.#delayed = this.#delayed.filter((entry) => !due.includes(entry));
    this.#ready.push(...due.map(({ job }) => job));
    this.#heldByOthers = this.#heldByOthers.filter((entry) => this.#isHeld(entry));
  }

  #isHeld({ job, from }: HeldJob<J>): boolean {
    if (performance.now() < from) return true;
    if (job.isFinished()) {
      this.listener.onFinished(job);
      return false;
    }
    const { state, holder, isAlive } = this.#watch.look(job.folder);
    if (state === "held") return this.#waitForOthers || !isAlive; // a living holder will finish it
    if (state === "lost" && !breakLease(job.folder, holder?.token)) return true;
    this.#ready.push(job);
    return false;
  }

  #hasFailed(job: J): boolean {
    const cause = this.#failures.findCause(job);
    if (cause !== undefined) this.listener.onFailed(job, cause);
    return cause !== undefined;
  }
}
