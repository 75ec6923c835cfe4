/**
 * What a cluster's scheduler must be able to do for a sweep: three things.
 *
 * All else is in files: its tasks find their trials in the sweep's folder and take them by their leases, so that a task that is
 * run twice, requeued or lost does no harm.
 *
 * @module
 */
/** What is asked of a cluster. */
export interface ClusterRequest {
  /** The sweep's folder. */
  readonly folder: string;
  /** Tasks: processes that take trials until none is left. */
  readonly tasks: number;
  /** Words of the command that a task runs. */
  readonly command: readonly string[];
  /** A file that a person can read, kept in the sweep's folder. */
  readonly script: string;
}

/** What became of a cluster's jobs. */
export interface ClusterState {
  readonly running: number;
  readonly waiting: number;
}

/** A scheduler of a cluster. */
export interface ClusterScheduler {
  readonly name: string;
  /** Writes the script and submits it. @returns the job's name. @throws {@link ClusterError} */
  submit(request: ClusterRequest): Promise<string>;
  /** Counts the tasks of jobs that are still there. @throws {@link ClusterError} */
  poll(jobs: readonly string[]): Promise<ClusterState>;
  /** Ends jobs, whatever state they are in. @throws {@link ClusterError} */
  cancel(jobs: readonly string[]): Promise<void>;
}

/** The cluster cannot do what is asked. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
  readonly code = "CLUSTER";

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\n  to do: ${remedy}`, options);
  }
}
