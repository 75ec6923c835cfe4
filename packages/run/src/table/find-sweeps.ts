/**
 * The sweeps below a folder, and the trials that belong to none.
 *
 * @module
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders between a folder and the sweeps that are looked for: `runs/project/sweep` is found from `runs`. */
const DEPTH = 2;

/** Paths of the sweeps in a folder and the folders below it, by name; empty where there is no such folder. */
export function findSweeps(folder: string, depth = DEPTH): string[] {
  if (existsSync(join(folder, "sweep.json"))) return [folder];
  if (depth === 0 || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readable(folder).flatMap((name) => findSweeps(join(folder, name), depth - 1));
}

/** Paths of the trials in a folder and the folders below it that belong to no sweep, by name. */
export function findLoneTrials(folder: string, depth = DEPTH): string[] {
  if (existsSync(join(folder, "sweep.json"))) return [];
  if (existsSync(join(folder, "trial.json"))) return [folder];
  if (depth === 0 || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readable(folder).flatMap((name) => findLoneTrials(join(folder, name), depth - 1));
}

/** A folder that may not be read has no sweeps for whoever asks. */
function readable(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isFile() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
