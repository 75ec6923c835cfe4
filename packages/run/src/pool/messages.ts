/**
 * What a scheduler and its worker processes say to each other.
 *
 * @module
 */
import type { EpochMetrics } from "../records/epoch-metrics.js";
import type { Trial } from "../records/trial.js";

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
  /**
   * "elsewhere": another process works on it; "crashed": its worker process died over it; "no room": the disk is full, or no
   * process can be started, which is no fault of the trial's.
   */
  readonly status: "done" | "diverged" | "failed" | "stopped" | "elsewhere" | "crashed" | "no room";
  /** Why, where it is not done. */
  readonly cause: string | null;
  /** Where there is no room: bytes of disk that the trial wants, if that is known. */
  readonly bytes?: number;
}

/** How a worker process ends that a signal asked to save and go, as shells know it. */
export const ASKED_TO_END = 143;
