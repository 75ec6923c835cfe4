/**
 * What every task of a cluster has in common, whatever it works on.
 *
 * @module
 */
import type { ClusterTaskSide } from "../schedulers/contract/cluster.js";

/** How a task works. */
export interface TaskOptions {
  /** What the task asks of its cluster. */
  readonly cluster: { readonly task: ClusterTaskSide };
  /** Its number among the tasks: where in the list of work it starts, so that tasks do not queue for the same piece. */
  readonly task: number;
  /** Networks at the same time. */
  readonly jobs: number;
  /** Threads per network. */
  readonly threads: number;
  readonly dataDirs: readonly string[];
  /** Starts of a piece of work whose processes die, before it counts as failed; 3 by default. */
  readonly maxAttempts?: number | undefined;
  /** End the whole job at the first failure. */
  readonly failFast?: boolean;
  /** Aborted with the reason "preempted" when the resources are taken away: then the task asks to be queued again. */
  readonly stop: AbortSignal;
}

/** The outcome of a task. */
export interface WorkOutcome {
  /** Number of pieces of work that are not finished, whoever works on them. */
  readonly left: number;
  /** Number of pieces of work that this task failed at. */
  readonly failed: number;
}

/** A list of work in the order in which a task takes it. */
export function rotateWork<Work>(work: readonly Work[], task: number): Work[] {
  const first = work.length === 0 ? 0 : task % work.length;
  return [...work.slice(first), ...work.slice(0, first)];
}

/** Asks the cluster for another turn where this one was taken away, or to end the job where a failure is to end it. */
export async function concludeTask(
  outcome: WorkOutcome,
  { cluster, stop, failFast = false }: Pick<TaskOptions, "cluster" | "stop" | "failFast">,
): Promise<WorkOutcome> {
  if (stop.reason === "preempted" && outcome.left > 0) await cluster.task.requeue();
  if (failFast && outcome.failed > 0) await cluster.task.cancelJob();
  return outcome;
}
