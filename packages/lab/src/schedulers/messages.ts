/**
 * What a scheduler and its worker processes say to each other.
 *
 * @module
 */
import type { EpochMetrics, Trial } from "../contracts.js";

/** Why all is to stop: at somebody's wish, or because a cluster takes the place away. */
export type StopReason = "stopped" | "preempted";

/** To a worker. */
export type ToWorker =
  | { type: "run"; trial: Trial; folder: string }
  | { type: "pace"; trial: Trial; seconds: number }
  | { type: "stop"; reason: StopReason };

/** From a worker, about the trial it works on. */
export type FromWorker =
  | { type: "progress"; epochs: number }
  | { type: "epoch"; metrics: EpochMetrics }
  | { type: "end"; end: TrialEnd }
  | { type: "note"; line: string }
  | { type: "pace"; imagesPerSecond: number };

/** How work on a trial ended. */
export interface TrialEnd {
  /** "elsewhere": another process works on it; "crashed": its worker process died over it. */
  readonly status: "done" | "diverged" | "failed" | "stopped" | "elsewhere" | "crashed";
  /** Why, where it is not done. */
  readonly cause: string | null;
}
