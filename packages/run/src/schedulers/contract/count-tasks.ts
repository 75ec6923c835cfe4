/**
 * The tasks of a cluster in numbers.
 *
 * @module
 */
import type { ClusterTask } from "./cluster.js";

/** Number of tasks that run and wait. */
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
