/**
 * Which trial comes next: in their order, those that were put off after their time, those that other processes work on once
 * these are done or dead.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { breakLease } from "../lease/lease.js";
import { LeaseWatch } from "../lease/watch.js";
import { isFinished } from "../trial/folder.js";
import type { Job } from "./local.js";

/** How often a waiting board looks again. */
const LOOK_MS = 500;

/** How a board deals with trials that other processes work on. */
export interface BoardOptions {
  /** Seconds after which another machine's silent process counts as dead; 60 by default. */
  readonly lostSeconds?: number | undefined;
  /** Wait for the end of what other processes work on, or only until they are known to live; on by default. */
  readonly waitForOthers?: boolean | undefined;
}

/** The trials of a scheduler. */
export class Board {
  readonly #ready: Job[];
  #deferred: { job: Job; at: number }[] = [];
  #elsewhere: Job[] = [];
  #under = 0;
  readonly #watch: LeaseWatch;
  readonly #waitForOthers: boolean;

  /** @param onFinished told of a trial that another process has finished. */
  constructor(
    jobs: readonly Job[],
    private readonly stop: AbortSignal,
    private readonly onFinished: (job: Job) => void,
    { lostSeconds, waitForOthers = true }: BoardOptions = {},
  ) {
    this.#ready = [...jobs];
    this.#watch = new LeaseWatch(undefined, lostSeconds);
    this.#waitForOthers = waitForOthers;
  }

  /** Waits for the next trial; `undefined` when none is left or all is stopped. */
  async next(): Promise<Job | undefined> {
    while (!this.stop.aborted) {
      this.#lookAround();
      const job = this.#ready.shift();
      if (job) {
        this.#under++;
        return job;
      }
      if (this.#under + this.#deferred.length + this.#elsewhere.length === 0) return undefined;
      await setTimeout(LOOK_MS, undefined, { signal: this.stop }).catch(() => {});
    }
    return undefined;
  }

  /** A trial from {@link Board.next} has come to its end. */
  settle(): void {
    this.#under--;
  }

  /** A trial from {@link Board.next} is to be tried again, after so many seconds. */
  defer(job: Job, seconds: number): void {
    this.#under--;
    this.#deferred.push({ job, at: performance.now() + 1000 * seconds });
  }

  /** A trial from {@link Board.next} is being worked on by another process. */
  leave(job: Job): void {
    this.#under--;
    this.#elsewhere.push(job);
  }

  #lookAround(): void {
    const due = this.#deferred.filter(({ at }) => at <= performance.now());
    this.#deferred = this.#deferred.filter((entry) => !due.includes(entry));
    this.#ready.push(...due.map(({ job }) => job));
    this.#elsewhere = this.#elsewhere.filter((job) => this.#isElsewhere(job));
  }

  #isElsewhere(job: Job): boolean {
    if (isFinished(job.folder)) {
      this.onFinished(job);
      return false;
    }
    const { state, holder, beats } = this.#watch.look(job.folder);
    if (state === "held") return this.#waitForOthers || !beats; // whoever lives will finish it
    if (state === "lost" && holder) breakLease(job.folder, holder.token);
    this.#ready.push(job);
    return false;
  }
}
