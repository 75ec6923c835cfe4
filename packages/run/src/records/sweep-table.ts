/**
 * A sweep as read from its folder: what table, figures, report and web lab are functions of.
 *
 * @module
 */
import type { EpochMetrics } from "./epoch-metrics.js";
import type { Sweep } from "./sweep.js";
import type { TrialResult } from "./trial-result.js";

/** A sweep as read from its folder: what figures, report and table.csv are functions of. */
export interface SweepTable {
  /** As the caller named it, so that printed commands work where they are read. */
  readonly folder: string;
  readonly sweep: Sweep;
  /** One row per trial of the sweep, by alpha, then seed. */
  readonly rows: readonly TrialRow[];
  /** Incomplete lines and unreadable trials, each with its path. */
  readonly warnings: readonly string[];
}

/**
 * State of a trial, according to its files.
 *
 * - `queued`: no process works on it; it never started, or it was stopped and saved
 * - `running`: a process holds its lease and sends heartbeats
 * - `lost`: the process that worked on it died; the next scheduler continues it
 * - `preempted`: a cluster took its resources away; it continues when its task runs again
 * - `failed`: the last attempt ended in an error, or the result is unreadable
 * - `diverged`: the loss became non-finite; that is its result
 * - `done`: it has its result
 */
export type TrialState = "queued" | "running" | "lost" | "preempted" | "failed" | "diverged" | "done";

/** The process that holds the lease of a trial. */
export interface TrialHolder {
  readonly host: string;
  readonly pid: number;
  /** Seconds since its last heartbeat, by this machine's clock. */
  readonly silence: number;
}

/** One trial of a {@link SweepTable}. */
export interface TrialRow {
  readonly id: string;
  readonly alpha: number;
  readonly seed: number;
  readonly state: TrialState;
  readonly cause: string | null;
  readonly result: TrialResult | null;
  /** Null where no process holds its lease. */
  readonly holder: TrialHolder | null;
  /** Number of times that work on it started. */
  readonly attempts: number;
  /** Number of epochs trained so far. */
  readonly epochs: number;
}

/** A sweep with every epoch of every trial: see `readHistory`. */
export interface SweepHistory extends SweepTable {
  readonly rows: readonly TrialHistory[];
}

/** One trial of a {@link SweepHistory}. */
export interface TrialHistory extends TrialRow {
  /** Epochs in order, each once. */
  readonly curve: readonly EpochMetrics[];
}
