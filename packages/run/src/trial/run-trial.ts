/**
 * Trains one network and leaves a complete folder: the result is a pure function of recipe, alpha and seed.
 *
 * Killed at any moment, it loses at most the current epoch. Run again on the same folder, it continues from there and ends with the same
 * bits as if it had never stopped (on the same machine with the same thread count). Damaged files are found, reported and made again.
 *
 * @module
 */

import { rm, writeFile } from "node:fs/promises";
import { makeFolder, summarizeError, writeJsonAtomically } from "@selectivity-lab/base";
import { LeaseHeldError } from "../lease/error.js";
import type { Lease } from "../lease/held-lease.js";
import { takeOver } from "../lease/take-over.js";
import type { Trial } from "../records/trial.js";
import { removeLeftovers, trialFiles } from "../records/trial-files.js";
import type { TrialResult } from "../records/trial-result.js";
import type { TrialAttempt, TrialHost } from "./attempt.js";
import { beginAttempt, endAttempt } from "./attempts.js";
import { trainEpochs } from "./epochs.js";
import { finishDiverged, finishTrial } from "./finish-trial.js";
import { isFinished, readEnding, settleEnding } from "./read-ending.js";
import type { TrialData } from "./setup/prepare.js";
import { BestLostError } from "./state/best.js";
import { isFullDisk, requireDisk } from "./state/disk.js";
import { closeRun, openRun } from "./steps/open-run.js";
import { DivergedError } from "./train-epoch.js";

/**
 * Runs a trial to its end, or continues it, under the lease of its folder.
 *
 * @param folder of the trial; created when missing.
 * @returns the result; `null` when it was stopped and saved.
 * @throws {@link LeaseHeldError} while another process works on it, or as soon as one has taken it over; an error for which
 * {@link isFullDisk} holds where there is no room; else what went wrong, after writing it to the folder: the trial then counts
 * as failed.
 */
export async function runTrial(
  trial: Trial,
  folder: string,
  data: TrialData,
  host: TrialHost,
): Promise<TrialResult | null> {
  if (isFinished(folder)) return readEnding(folder).result;
  makeFolder(folder);
  const lease = takeOver(folder, host.watch);
  try {
    const before = await settleEnding(folder, host.notify ?? (() => {}));
    if (before) return before;
    await removeLeftovers(folder);
    return await attemptTrial(trial, data, lease, host);
  } finally {
    lease.release();
  }
}

async function attemptTrial(trial: Trial, data: TrialData, lease: Lease, host: TrialHost): Promise<TrialResult | null> {
  const { folder } = lease;
  const files = trialFiles(folder);
  writeJsonAtomically(files.trial, trial);
  const number = await beginAttempt(folder, trial);
  try {
    const result = await train(trial, data, { files, number, lease, host });
    lease.require();
    await endAttempt(folder, number, result?.status ?? host.stopReason?.() ?? "stopped", result?.cause);
    return result;
  } catch (error) {
    if (error instanceof LeaseHeldError) throw error;
    lease.require();
    await recordError(error as Error, files.error, (reason, cause) => endAttempt(folder, number, reason, cause));
    throw error;
  }
}

/** Logs why an attempt ended. A full disk is not a failure of the trial, and may not even have room for this line. */
async function recordError(
  error: Error,
  file: string,
  end: (reason: string, cause: string | undefined) => Promise<void>,
): Promise<void> {
  const isFull = isFullDisk(error);
  if (!isFull) await writeFile(file, `${error.stack ?? error.message}\n`).catch(() => {});
  await end(isFull ? "stopped" : "failed", summarizeError(error)).catch(() => {});
}

type AttemptParts = Pick<TrialAttempt, "files" | "number" | "lease" | "host">;

/** Trains to the end; where the weights of the best epoch are lost, once more from the start. */
async function train(trial: Trial, data: TrialData, parts: AttemptParts): Promise<TrialResult | null> {
  try {
    return await trainOnce(trial, data, parts);
  } catch (error) {
    if (!(error instanceof BestLostError)) throw error;
    const { files, lease, host } = parts;
    host.notify?.(`${files.best} is damaged or gone (${error.problem}); training starts again`);
    lease.require();
    await Promise.all([files.checkpoint, files.previous, files.best].map((file) => rm(file, { force: true })));
    return trainOnce(trial, data, parts);
  }
}

async function trainOnce(trial: Trial, data: TrialData, parts: AttemptParts): Promise<TrialResult | null> {
  const attempt: TrialAttempt = { ...openRun(trial, data), ...parts };
  try {
    requireDisk(parts.lease.folder, parts.files, attempt);
    const progress = await trainEpochs(attempt);
    return progress && (await finishTrial(attempt, progress));
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    return await finishDiverged(attempt, error);
  } finally {
    closeRun(attempt);
  }
}
