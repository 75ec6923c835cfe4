/**
 * One attempt at a trial: a run, the files it writes, and the lease under which it may.
 *
 * @module
 */
import type { Lease } from "../lease/held-lease.js";
import type { LeaseWatch } from "../lease/watch.js";
import type { EpochMetrics } from "../records/epoch-metrics.js";
import type { TrialFiles } from "../records/trial-files.js";
import type { TrainingRun } from "./steps/training-run.js";

/** What the caller of `runTrial` brings. */
export interface TrialHost {
  /** Once aborted, the trial saves at its next step and stops. */
  readonly stop: AbortSignal;
  /** Told after every step: epochs done, with the fraction of the running one. */
  onProgress?(epochs: number): void;
  /** Told after every epoch. */
  onEpoch?(metrics: EpochMetrics): void;
  /** Told, in one line, about a file that is damaged. */
  notify?(line: string): void;
  /** What is known of those who hold leases. */
  readonly watch?: LeaseWatch;
  /** What a stop is called in the log of attempts; "stopped" by default. */
  readonly stopReason?: () => "stopped" | "preempted";
}

/** An attempt under way. */
export interface TrialAttempt extends TrainingRun {
  readonly files: TrialFiles;
  /** From 1. */
  readonly number: number;
  /** Asked right before anything is written: what another process works on is not ours to write. */
  readonly lease: Lease;
  readonly host: TrialHost;
}
