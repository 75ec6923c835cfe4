/**
 * What is left to do in the folder of a sweep. Each result is read once: a thousand of them are most of the start of a sweep that continues.
 *
 * @module
 */
import type { Trial } from "../records/trial.js";
import { trialFolder } from "../records/trial-files.js";
import { createForeignFolderError, findTrialOwner } from "../records/trial-owner.js";
import { isComplete, readEnding } from "../trial/read-ending.js";

/**
 * The trials that are not finished. All folders are looked at before anything is returned.
 *
 * @throws SweepConflictError where the folder of a trial is that of another one; nothing is changed.
 */
export function findUnfinished(sweepFolder: string, trials: readonly Trial[]): Trial[] {
  return trials.filter((trial) => {
    const folder = trialFolder(sweepFolder, trial);
    const ending = tryReadEnding(folder);
    const owner = ending?.result?.id ?? findTrialOwner(folder);
    if (owner !== undefined && owner !== trial.id) throw createForeignFolderError(folder, trial.id, owner);
    return !ending || !isComplete(folder, ending);
  });
}

/** Undefined where a file cannot be read: whoever trains there reports it. */
function tryReadEnding(folder: string): ReturnType<typeof readEnding> | undefined {
  try {
    return readEnding(folder);
  } catch {
    return undefined;
  }
}
