/**
 * Which trial comes next: in their order, those that were put off after their time, those that other processes work on once
 * these are dead. What others have finished or failed at is told, and not given out.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { breakLease } from "../lease/lease.js";
import { LeaseWatch } from "../lease/watch.js";
import { isFinished } from "../trial/read-ending.js";
import { Failures } from "./failures.js";
import type { Job } from "./local.js";

/** How often a waiting board looks again. */
const LOOK_MS = 500;

/** How a board deals with trials that other processes work on. */
export interface BoardOptions {
  /** Seconds after which another machine's silent process counts as dead; 60 by default. */
  readonly lostSeconds?: number | undefined;
  /** Wait for the end of what other processes work on, or only until they are known to live; on by default. */
  readonly waitForOthers?: boolean | undefined;
  /** Seconds since 1970: a trial that has failed since is left alone. By default what fails from now on: see {@link Failures}. */
  readonly failedSince?: number | undefined;
}

/** Told of trials that another process has brought to their end. */
export interface BoardListener {
  finished(job: Job): void;
  failed(job: Job, cause: string): void;
}

/** A trial that another process works on, and when to look at it again: at once would be again and again. */
interface Elsewhere {
  readonly job: Job;
  readonly from: number;
}

/** The trials of a scheduler. */
export class TrialQueue {
  readonly #ready: Job[];
  readonly #order: ReadonlyMap<Job, number>;
  #deferred: { job: Job; at: number }[] = [];
  #elsewhere: Elsewhere[] = [];
  #under = 0;
  readonly #watch: LeaseWatch;
  readonly #failures: Failures;
  readonly #waitForOthers: boolean;

  constructor(
    jobs: readonly Job[],
    private readonly stop: AbortSignal,
    private readonly listener: BoardListener,
    { lostSeconds, waitForOthers = true, failedSince }: BoardOptions = {},
  ) {
    this.#ready = [...jobs];
    this.#order = new Map(jobs.map((job, place) => [job, place]));
    this.#watch = new LeaseWatch(undefined, lostSeconds);
    this.#failures = new Failures(
      jobs.map(({ folder }) => folder),
      failedSince,
    );
    this.#waitForOthers = waitForOthers;
  }

  /** Waits for the next trial; `undefined` when none is left or all is stopped. */
  async next(): Promise<Job | undefined> {
    while (!this.stop.aborted) {
      this.#lookAround();
      const job = this.#ready.shift();
      if (job && this.#hasFailed(job)) continue;
      if (job) {
        this.#under++;
        return job;
      }
      if (this.#under + this.#deferred.length + this.#elsewhere.length === 0) return undefined;
      await setTimeout(LOOK_MS, undefined, { signal: this.stop }).catch(() => {});
    }
    return undefined;
  }

  /** A trial from {@link TrialQueue.next} has come to its end. */
  settle(): void {
    this.#under--;
  }

  /** A trial from {@link TrialQueue.next} cannot be started now: whoever can may have it, before those that come after it. */
  putBack(job: Job): void {
    this.#under--;
    const place = (other: Job) => this.#order.get(other) as number;
    const after = this.#ready.findIndex((other) => place(other) > place(job));
    this.#ready.splice(after < 0 ? this.#ready.length : after, 0, job);
  }

  /** A trial from {@link TrialQueue.next} is to be tried again, after so many seconds. */
  defer(job: Job, seconds: number): void {
    this.#under--;
    this.#deferred.push({ job, at: performance.now() + 1000 * seconds });
  }

  /** A trial from {@link TrialQueue.next} is being worked on by another process. */
  leave(job: Job): void {
    this.#under--;
    this.#elsewhere.push({ job, from: performance.now() + LOOK_MS });
  }

  #lookAround(): void {
    const due = this.#deferred.filter(({ at }) => at <= performance.now());
    this.#deferred = this.#deferred.filter((entry) => !due.includes(entry));
    this.#ready.push(...due.map(({ job }) => job));
    this.#elsewhere = this.#elsewhere.filter((entry) => this.#isElsewhere(entry));
  }

  #isElsewhere({ job, from }: Elsewhere): boolean {
    if (performance.now() < from) return true;
    if (isFinished(job.folder)) {
      this.listener.finished(job);
      return false;
    }
    const { state, holder, beats } = this.#watch.look(job.folder);
    if (state === "held") return this.#waitForOthers || !beats; // whoever lives will finish it
    if (state === "lost" && !breakLease(job.folder, holder?.token)) return true;
    this.#ready.push(job);
    return false;
  }

  #hasFailed(job: Job): boolean {
    const cause = this.#failures.causeOf(job.folder);
    if (cause !== undefined) this.listener.failed(job, cause);
    return cause !== undefined;
  }
}
