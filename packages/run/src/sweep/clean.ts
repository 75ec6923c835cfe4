/**
 * What processes that died have left in a sweep's folder, and how to be rid of it.
 *
 * @module
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { breakLease, leaseFile, lookAtLease } from "../lease/lease.js";
import { isDeadHere, LOST_SECONDS } from "../lease/watch.js";
import { trialFiles } from "../records/trial-files.js";
import { readSweep } from "../table/read-sweep.js";

/** A file that nobody needs any more. */
export interface Leftover {
  /** From the sweep's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly why:
    | "temporary file"
    | "lease of a dead process"
    | "lease that cannot be read"
    | "checkpoint of a finished trial"
    | "error of a finished trial";
}

/** Temporary files younger than this may be in use. */
const YOUNG_SECONDS = 3600;

/** How to clean. */
export interface CleanOptions {
  /** Only say what there is. */
  readonly dryRun?: boolean;
  /** Told, in one line each, what cannot be looked at or removed; the rest is cleaned all the same. */
  problem?(line: string): void;
}

/**
 * Removes what is left over; trials that are not finished keep their checkpoints.
 *
 * @returns what was, or would be, removed.
 * @throws SweepFolderError when the folder is no sweep.
 */
export async function cleanSweep(folder: string, { dryRun = false, problem }: CleanOptions = {}): Promise<Leftover[]> {
  const { rows } = await readSweep(folder);
  const trying = <Result>(what: string, work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (error) {
      problem?.(`${what}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const found = [
    ...(trying(folder, () => temporaryFiles(folder)) ?? []),
    ...rows.flatMap(({ id, state }) => {
      const home = path.join(folder, "trials", id);
      return trying(home, () => ofTrial(home, state === "done" || state === "diverged")) ?? [];
    }),
  ];
  const gone = dryRun ? found : found.filter(({ file, remove }) => trying(file, remove));
  return gone.map(({ file, bytes, why }) => ({ path: path.relative(folder, file), bytes, why }));
}

/** A leftover, and how to remove it: a function that says whether it did. */
interface Found extends Omit<Leftover, "path"> {
  readonly file: string;
  readonly remove: () => boolean;
}

function ofTrial(home: string, finished: boolean): Found[] {
  if (!existsSync(home)) return [];
  const { checkpoint, previous, error } = trialFiles(home);
  return [
    ...temporaryFiles(home),
    ...leaseIn(home),
    ...(finished ? [checkpoint, previous].flatMap((file) => plain(file, "checkpoint of a finished trial")) : []),
    ...(finished ? plain(error, "error of a finished trial") : []),
  ];
}

/** The lease that was seen is broken, and no other that a living process may have made since. */
function leaseIn(home: string): Found[] {
  const lease = lookAtLease(home);
  const file = leaseFile(home);
  if (lease === "unreadable")
    return ageOf(file) < LOST_SECONDS // a living holder would have written it anew
      ? []
      : plain(file, "lease that cannot be read", () => breakLease(home, undefined));
  if (!lease || !isDeadHere(lease)) return [];
  return plain(file, "lease of a dead process", () => breakLease(home, lease.token));
}

function temporaryFiles(home: string): Found[] {
  return readdirSync(home)
    .filter((name) => name.startsWith(".") && name.endsWith(".tmp"))
    .map((name) => path.join(home, name))
    .filter((file) => ageOf(file) > YOUNG_SECONDS)
    .flatMap((file) => plain(file, "temporary file"));
}

/** A file, unless it has gone meanwhile. */
function plain(file: string, why: Leftover["why"], remove = () => removed(file)): Found[] {
  const status = statSync(file, { throwIfNoEntry: false });
  return status ? [{ file, bytes: status.size, why, remove }] : [];
}

function removed(file: string): boolean {
  rmSync(file, { force: true });
  return true;
}

/** Seconds since a file was written, or until then where clocks differ; 0 for one that has gone. */
function ageOf(file: string): number {
  const status = statSync(file, { throwIfNoEntry: false });
  return status ? Math.abs(Date.now() - status.mtimeMs) / 1000 : 0;
}
