/**
 * Whose a trial's folder is. A folder that was copied or renamed to the id of another trial would pass one network's numbers off as
 * another's.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { decodeJson, FileError } from "@selectivity-lab/base";
import { z } from "zod";
import { SweepConflictError } from "./conflict.js";
import type { Trial } from "./trial.js";
import { trialFiles, trialFolder } from "./trial-files.js";

const ownerSchema = z.object({ id: z.string() });

/** The id of the trial that a folder's files are of; `undefined` where none says so. */
export function findTrialOwner(folder: string): string | undefined {
  const { trial, result } = trialFiles(folder);
  return readOwner(result) ?? readOwner(trial);
}

function readOwner(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return decodeJson(file, readFileSync(file, "utf8"), ownerSchema).id;
  } catch (error) {
    if (error instanceof FileError) return undefined; // damaged: whoever needs it says so
    throw error;
  }
}

/** @throws {@link SweepConflictError} where the folder of a trial is that of another one; nothing is changed. */
export function requireOwnFolders(sweepFolder: string, trials: readonly Pick<Trial, "id">[]): void {
  for (const trial of trials) {
    const folder = trialFolder(sweepFolder, trial);
    const owner = findTrialOwner(folder);
    if (owner !== undefined && owner !== trial.id) throw createForeignFolderError(folder, trial.id, owner);
  }
}

/** @param id of the trial that the folder is named after. */
export function createForeignFolderError(folder: string, id: string, owner: string): SweepConflictError {
  return new SweepConflictError({
    problem: `${folder} holds trial ${owner}, not ${id}: it was copied or renamed`,
    remedy: "move it away; the trial is then trained again",
    path: folder,
  });
}
