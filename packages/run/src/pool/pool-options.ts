/**
 * How a pool runs its jobs.
 *
 * @module
 */
import type { Job, JobNews, PoolEvent } from "./job.js";
import type { QueueOptions } from "./job-queue.js";
import type { ResourceOptions } from "./resources.js";
import type { WorkerProcess, WorkerProgram } from "./worker-process.js";

/** The limits of a pool that do not depend on the kind of its jobs. */
export interface PoolLimits extends QueueOptions, ResourceOptions {
  /** Number of worker processes. */
  readonly workers: number;
  /** Once aborted, workers save and stop, and no job starts any more. */
  readonly stop: AbortSignal;
  /** Starts of a job whose workers die, before it counts as failed; 3 by default. */
  readonly maxAttempts?: number | undefined;
  /** Stop everything at the first job that fails. */
  readonly failFast?: boolean;
}

/** How a pool runs its jobs. */
export interface PoolOptions<J extends Job, News extends JobNews> extends PoolLimits {
  readonly program: WorkerProgram;
  /** A worker of that program that was started before; the pool uses it first, and lets it end. */
  readonly worker?: WorkerProcess<News> | undefined;
  onEvent(event: PoolEvent<J, News>): void;
}
