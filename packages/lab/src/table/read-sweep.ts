/**
 * From a sweep's folder to its table: one row a trial, whatever became of it.
 *
 * The folder alone tells the state of every trial; nothing is asked of the processes that fill it, so a sweep can be
 * read while it runs. What cannot be read is a warning with its path, never a failure of the whole.
 * @module
 */
import { join } from "node:path";
import { type SweepTable, sweepSchema } from "../contracts.js";
import { FileError, readJson } from "../files/read-json.js";
import { readTrial } from "./read-trial.js";
import { SweepFolderError } from "./sweep-folder-error.js";

/**
 * Reads a sweep.
 *
 * @returns its rows by alpha, then seed, so that the same folder always gives the same table.
 * @throws {@link SweepFolderError} when the folder has no readable sweep.json.
 */
export async function readSweep(folder: string): Promise<SweepTable> {
  const sweep = await readSweepFile(folder);
  const planned = sweep.trials.toSorted((a, b) => a.alpha - b.alpha || a.seed - b.seed);
  const read = await Promise.all(planned.map((trial) => readTrial(join(folder, "trials", trial.id), trial)));
  return { folder, sweep, rows: read.map(({ row }) => row), warnings: read.flatMap(({ warnings }) => warnings) };
}

async function readSweepFile(folder: string) {
  try {
    return await readJson(join(folder, "sweep.json"), sweepSchema);
  } catch (error) {
    if (error instanceof FileError) throw new SweepFolderError(folder, error.message, { cause: error });
    throw error;
  }
}
