/**
 * The contract of a job: a piece of work that a worker process does, such as training a trial or assessing a network.
 *
 * Everything that must survive a process is in the job's folder: its lease, the log of attempts, the result. So several pools,
 * on several machines, share the jobs of one folder without talking to each other.
 * @module
 */

/** A piece of work for a worker process. */
export interface Job {
  /** Unique among the jobs of a pool. */
  readonly id: string;
  /** The folder whose lease a worker holds while it works. */
  readonly folder: string;
  /** The log of attempts: JSON lines, see `records/attempt.ts`; it need not exist. */
  readonly attempts: string;
  /** What the worker program receives, as JSON. */
  readonly message: object;
  /** Whether the result is there, whoever made it. Answers at once: it must not change between two looks. */
  isFinished(): boolean;
  /** Writes down a failure that its worker could not write down itself. */
  recordFailure(cause: string): Promise<void>;
}

/** How work on a job ended. */
export interface JobEnd {
  /**
   * - `diverged`: it has a result, which says that training diverged
   * - `elsewhere`: another process works on it
   * - `crashed`: its worker process died
   * - `no room`: the disk is full, or no process can be started, which is not the job's fault
   */
  readonly status: "done" | "diverged" | "failed" | "stopped" | "elsewhere" | "crashed" | "no room";
  /** Why, unless it is done. */
  readonly cause: string | null;
  /** What came out of it, for progress: shares by name, and `seconds`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** For `no room`: bytes of disk that the job needs, if known. */
  readonly bytes?: number;
}

/** What a worker reports while it works. The first news that is not a note says that the worker has reached its full size. */
export interface JobNews {
  readonly type: string;
}

/** What happens to jobs in a pool. */
export type PoolEvent<J extends Job, News extends JobNews> =
  | { readonly type: "start"; readonly job: J }
  | { readonly type: "news"; readonly job: J; readonly news: News }
  /** The job will be tried again after this many seconds. */
  | { readonly type: "retry"; readonly job: J; readonly cause: string; readonly seconds: number }
  /** Another process works on the job. */
  | { readonly type: "elsewhere"; readonly job: J }
  /** Nothing is started until there is memory and disk again; then `cause` is null. */
  | { readonly type: "pause"; readonly cause: string | null }
  | { readonly type: "end"; readonly job: J; readonly end: JobEnd };
