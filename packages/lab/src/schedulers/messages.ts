/**
 * What a scheduler and its worker processes say to each other.
 *
 * @module
 */
import type { EpochMetrics, Trial } from "../contracts.js";

/** To a worker. */
export type ToWorker =
  | { type: "run"; trial: Trial; folder: string }
  | { type: "pace"; trial: Trial; seconds: number }
  | { type: "stop" };

/** From a worker, about the trial it works on. */
export type FromWorker =
  | { type: "progress"; epochs: number }
  | { type: "epoch"; metrics: EpochMetrics }
  | { type: "end"; end: TrialEnd }
  | { type: "pace"; imagesPerSecond: number };

/** How work on a trial ended. */
export interface TrialEnd {
  readonly status: "done" | "diverged" | "failed" | "stopped";
  /** Why, where it is not done. */
  readonly cause: string | null;
}
