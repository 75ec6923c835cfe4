/**
 * The contract of a cluster: submit, poll, cancel, what a task asks for itself, and what users may ask for.
 *
 * Everything else is in files: tasks find their work in the sweep's folder and take it by leases, so that a task that runs twice,
 * is requeued or is lost does no harm. Jobs are known by a name that belongs to one folder alone, not by the number that the cluster
 * gave them: a submitter that was killed before it could write the number down has lost nothing.
 *
 * @module
 */
import type { z } from "zod";

/** What is asked of a cluster. */
export interface ClusterRequest {
  /** The folder of the work, in which `slurm/` or the like keeps the logs. */
  readonly folder: string;
  /** The job's name, which no other folder uses: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Number of tasks: processes that take work until none is left. */
  readonly tasks: number;
  /** Cores per task. */
  readonly cores: number;
  /** Threads per network. */
  readonly threads: number;
  /** Words of the command that a task runs; the task's number is appended as `--task N`. */
  readonly command: readonly string[];
  /** Path of the script to write, which a person can read. */
  readonly script: string;
  /** What the user asked for, by {@link Cluster.options}. */
  readonly options: unknown;
}

/** A task that the cluster knows. */
export interface ClusterTask {
  /** Number of its job, as {@link Cluster.submit} returned it. */
  readonly job: string;
  /** `cancelled`: somebody ended it; `ended`: it ended by itself or by the cluster, successfully or not. */
  readonly phase: "waiting" | "running" | "ended" | "cancelled";
  /** Why it waits or how it ended, in the cluster's words; empty where the cluster does not say. */
  readonly words: string;
}

/** What a process that is a task of a cluster does for itself; each does nothing outside of the cluster. */
export interface ClusterTaskSide {
  /** The signal by which the cluster warns a task before it takes the resources away. */
  readonly warning: NodeJS.Signals;
  /** Puts this task into the queue again. */
  requeue(): Promise<void>;
  /** Ends all tasks of the job that this task belongs to; they save first. */
  cancelJob(): Promise<void>;
}

/** A cluster. */
export interface Cluster {
  /** Its name on the command line. */
  readonly name: string;
  /** Its name in messages. */
  readonly title: string;
  /** What a user may ask for, with a description and a default per key. */
  readonly options: z.ZodType;
  /** Writes the script and submits it. @returns the job's number. @throws {@link ClusterError} */
  submit(request: ClusterRequest): Promise<string>;
  /** The tasks of jobs of this name, including those that ended a short while ago. @throws {@link ClusterError} */
  poll(name: string): Promise<ClusterTask[]>;
  /** Ends jobs of this name, whatever their state; there may be none. @throws {@link ClusterError} */
  cancel(name: string): Promise<void>;
  readonly task: ClusterTaskSide;
}
