/**
 * What a cluster's scheduler must be able to do for a sweep: three things.
 *
 * All else is in files: its tasks find their trials in the sweep's folder and take them by their leases, so that a task that is
 * run twice, requeued or lost does no harm. Jobs are known by a name that no other sweep has, not by the number that the cluster
 * gave them: whoever was killed before it could write the number down has lost nothing.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** What is asked of a cluster. */
export interface ClusterRequest {
  /** The sweep's folder. */
  readonly folder: string;
  /** The job's: of this sweep alone, in letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Tasks: processes that take trials until none is left. */
  readonly tasks: number;
  /** Of each task. */
  readonly cores: number;
  /** Of each trial. */
  readonly threads: number;
  /** Words of the command that a task runs. */
  readonly command: readonly string[];
  /** A file that a person can read, kept in the sweep's folder. */
  readonly script: string;
}

/** A task that the cluster knows. */
export interface ClusterTask {
  /** Its job, as {@link ClusterScheduler.submit} named it. */
  readonly job: string;
  /** `cancelled`: somebody ended it; `ended`: by itself, or by the cluster, be it well or not. */
  readonly phase: "waiting" | "running" | "ended" | "cancelled";
  /** In the cluster's words, why it waits or how it ended; empty where it does not say. */
  readonly words: string;
}

/** A scheduler of a cluster. */
export interface ClusterScheduler {
  readonly name: string;
  /** Writes the script and submits it. @returns the job's number. @throws {@link ClusterError} */
  submit(request: ClusterRequest): Promise<string>;
  /** Tasks of jobs of this name, also those that ended a short while ago. @throws {@link ClusterError} */
  poll(name: string): Promise<ClusterTask[]>;
  /** Ends jobs of this name, whatever state they are in; there may be none. @throws {@link ClusterError} */
  cancel(name: string): Promise<void>;
}

/** How many tasks of a cluster run and wait. */
export interface ClusterState {
  readonly running: number;
  readonly waiting: number;
  /** Why tasks wait, in the cluster's words, each once. */
  readonly reasons: readonly string[];
}

/** Counts tasks. */
export function countTasks(tasks: readonly ClusterTask[]): ClusterState {
  const waiting = tasks.filter(({ phase }) => phase === "waiting");
  const reasons = [...new Set(waiting.map(({ words }) => words))].filter((words) => words !== "").sort();
  return { running: tasks.filter(({ phase }) => phase === "running").length, waiting: waiting.length, reasons };
}

/**
 * What kind of trouble there is with a cluster.
 *
 * - `absent`: there is none here
 * - `unreachable`: it does not answer; nothing was done
 * - `unclear`: it did not answer in time; what was asked of it may have been done
 * - `refused`: it said no
 */
export type ClusterTrouble = "absent" | "unreachable" | "unclear" | "refused";

/** The cluster cannot do what is asked. */
export class ClusterError extends LabError {
  override readonly name = "ClusterError";

  constructor(
    problem: string,
    remedy: string,
    readonly trouble: ClusterTrouble = "refused",
    options?: ErrorOptions,
  ) {
    const fault = isTransient(trouble) ? "work" : "input";
    super({ code: `cluster-${trouble}`, problem, remedy, fault, cause: options?.cause });
  }

  /** Whether it may pass without anybody doing anything. */
  get passes(): boolean {
    return isTransient(this.trouble);
  }
}

function isTransient(trouble: ClusterTrouble): boolean {
  return trouble === "unreachable" || trouble === "unclear";
}
