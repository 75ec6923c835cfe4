/**
 * Training a trial as a job of the process pool.
 *
 * @module
 */
import path from "node:path";
import type { EpochMetrics } from "../../records/epoch-metrics.js";
import type { Trial } from "../../records/trial.js";
import { trialFiles } from "../../records/trial-files.js";
import { recordFailure } from "../../trial/attempts.js";
import { isFinished } from "../../trial/read-ending.js";
import type { Job } from "../job.js";
import type { WorkerProgram } from "../worker-process.js";

/** What the worker of a trial receives. */
export interface TrialMessage {
  readonly trial: Trial;
  readonly folder: string;
  /** Folder of the sweep that the trial belongs to. */
  readonly sweep?: string | undefined;
}

/** What the worker of a trial knows from its start. */
export interface TrialWorkerSetting {
  readonly threads: number;
  readonly dataDirs: readonly string[];
}

/** What the worker of a trial reports. */
export type TrialNews =
  | { readonly type: "progress"; readonly epochs: number }
  | { readonly type: "epoch"; readonly metrics: EpochMetrics }
  /** A line about a damaged file. */
  | { readonly type: "note"; readonly line: string };

/** A trial and the folder that it is trained in. */
export interface TrialJob extends Job {
  readonly trial: Trial;
}

/** The job of training a trial in its folder. @param sweep folder of its sweep, which must be there when the trial starts. */
export function createTrialJob(trial: Trial, folder: string, sweep?: string): TrialJob {
  return {
    id: trial.id,
    trial,
    folder,
    attempts: trialFiles(folder).attempts,
    message: { trial, folder, sweep } satisfies TrialMessage,
    isFinished: () => isFinished(folder),
    recordFailure: (cause) => recordFailure(trial, folder, cause),
  };
}

/** The compiled worker program of trials, also when this file runs from its sources. */
export function describeTrialWorker(setting: TrialWorkerSetting): WorkerProgram {
  return { module: path.join(import.meta.dirname, "../../../dist/pool/trials/trial-worker.js"), setting };
}
