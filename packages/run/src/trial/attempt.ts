/**
 * One attempt at a trial: a training run, the files that it writes, and the lease that allows it to.
 *
 * @module
 */
import type { Lease } from "../lease/held-lease.js";
import type { LeaseWatch } from "../lease/watch.js";
import type { EpochMetrics } from "../records/epoch-metrics.js";
import type { TrialFiles } from "../records/trial-files.js";
import type { TrainingRun } from "./steps/training-run.js";

/** What the caller of `runTrial` provides. */
export interface TrialHost {
  /** Once aborted, the trial saves at its next step and stops. */
  readonly stop: AbortSignal;
  /** Called after every step with the number of epochs done, including the fraction of the current one. */
  onProgress?(epochs: number): void;
  /** Called after every epoch. */
  onEpoch?(metrics: EpochMetrics): void;
  /** Receives a line about each damaged file. */
  notify?(line: string): void;
  /** What is known about the holders of leases. */
  readonly watch?: LeaseWatch;
  /** Name of a stop in the log of attempts; "stopped" by default. */
  readonly stopReason?: () => "stopped" | "preempted";
}

/** A running attempt. */
export interface TrialAttempt extends TrainingRun {
  readonly files: TrialFiles;
  /** Number of the attempt, from 1. */
  readonly number: number;
  /** Checked right before anything is written: what another process works on must not be written here. */
  readonly lease: Lease;
  readonly host: TrialHost;
}
