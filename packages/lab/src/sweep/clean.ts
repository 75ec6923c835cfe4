/**
 * What processes that died have left in a sweep's folder, and how to be rid of it.
 *
 * @module
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { breakLease, leaseFile, readLease } from "../lease/lease.js";
import { isDeadHere } from "../lease/watch.js";
import { readSweep } from "../table/read-sweep.js";
import { trialFiles } from "../trial/folder.js";

/** A file that nobody needs any more. */
export interface Leftover {
  /** From the sweep's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly why:
    | "temporary file"
    | "lease of a dead process"
    | "checkpoint of a finished trial"
    | "error of a finished trial";
}

/** Temporary files younger than this may be in use. */
const YOUNG_SECONDS = 3600;

/**
 * Removes what is left over; trials that are not finished keep their checkpoints.
 *
 * @param options.dryRun only say what there is.
 * @returns what was, or would be, removed.
 * @throws SweepFolderError when the folder is no sweep.
 */
export async function cleanSweep(folder: string, { dryRun = false } = {}): Promise<Leftover[]> {
  const { rows } = await readSweep(folder);
  const leftovers = [
    ...temporaryFiles(folder, ""),
    ...rows.flatMap(({ id, state }) =>
      ofTrial(folder, path.join("trials", id), state === "done" || state === "diverged"),
    ),
  ];
  if (dryRun) return leftovers;
  for (const { path: file, why } of leftovers) {
    const lease = why === "lease of a dead process" ? readLease(path.dirname(path.join(folder, file))) : undefined;
    if (lease) breakLease(path.dirname(path.join(folder, file)), lease.token);
    else rmSync(path.join(folder, file), { force: true });
  }
  return leftovers;
}

function ofTrial(folder: string, trial: string, finished: boolean): Leftover[] {
  const home = path.join(folder, trial);
  if (!existsSync(home)) return [];
  const lease = readLease(home);
  const { checkpoint, previous, error } = trialFiles(home);
  const named = (file: string, why: Leftover["why"]) => (existsSync(file) ? [leftover(folder, file, why)] : []);
  return [
    ...temporaryFiles(folder, trial),
    ...(lease && isDeadHere(lease) ? named(leaseFile(home), "lease of a dead process") : []),
    ...(finished ? [checkpoint, previous].flatMap((file) => named(file, "checkpoint of a finished trial")) : []),
    ...(finished ? named(error, "error of a finished trial") : []),
  ];
}

function temporaryFiles(folder: string, below: string): Leftover[] {
  const home = path.join(folder, below);
  return readdirSync(home)
    .filter((name) => name.startsWith(".") && name.endsWith(".tmp"))
    .map((name) => path.join(home, name))
    .filter((file) => Math.abs(Date.now() - statSync(file).mtimeMs) / 1000 > YOUNG_SECONDS)
    .map((file) => leftover(folder, file, "temporary file"));
}

function leftover(folder: string, file: string, why: Leftover["why"]): Leftover {
  return { path: path.relative(folder, file), bytes: statSync(file).size, why };
}
