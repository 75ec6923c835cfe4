/**
 * Where data sets are searched: the given folders, `$SELECTIVITY_DATA`, the user's cache, the system's data sets.
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../../error.js";
import type { DatasetFormat, Split } from "./format.js";

/** Environment variables; tests pass their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

const SYSTEM = "/usr/share/datasets";

/** The user's cache of data sets, which also receives downloads. */
export function cacheFolder(environment: Environment): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "selectivity-lab");
}

/**
 * The data folders, in the order in which they are searched.
 *
 * @param given the user's folders, searched first.
 * @throws DatasetError if a given folder does not exist: most likely its name is mistyped.
 */
export function dataFolders(given: readonly string[], environment: Environment): string[] {
  for (const folder of given)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new DatasetError({
        code: "missing",
        problem: `${resolve(folder)}: expected a data folder, found ${existsSync(folder) ? "a file" : "nothing"}.`,
        remedy: "check the spelling of --data-dir, or omit it to search the usual places",
        path: resolve(folder),
      });
  const fromEnvironment = environment.SELECTIVITY_DATA ? [environment.SELECTIVITY_DATA] : [];
  return [...given, ...fromEnvironment, cacheFolder(environment), SYSTEM].map((folder) => resolve(folder));
}

/** Lists the folders that may contain the files of a data set: each data folder itself, then the folders below it. */
function listCandidates(format: DatasetFormat, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => [folder, ...format.folders.map((below) => join(folder, below))]);
}

/**
 * Finds the source files of one split, in the first folder that has any of them.
 *
 * @returns their paths in the order of `format.files`, plain copies before gzipped ones; `undefined` if no folder has any.
 * @throws DatasetError if that folder lacks some: searching elsewhere would hide this from whoever put them there.
 */
export function locate(format: DatasetFormat, split: Split, folders: readonly string[]): string[] | undefined {
  const names = format.files[split];
  for (const folder of listCandidates(format, folders)) {
    const found = names.map((name) =>
      [name, `${name}.gz`].map((file) => join(folder, file)).find((file) => existsSync(file)),
    );
    const paths = found.filter((path) => path !== undefined);
    if (paths.length === names.length) return paths;
    if (paths.length > 0)
      throw incomplete(
        format,
        folder,
        paths,
        names.filter((_, index) => !found[index]),
      );
  }
  return undefined;
}

function incomplete(format: DatasetFormat, folder: string, found: readonly string[], missing: readonly string[]) {
  return new DatasetError({
    code: "missing",
    problem: `${folder}: has ${found.map((path) => basename(path)).join(", ")} of ${format.title}, but not ${missing.join(", ")}.`,
    remedy: `add the missing file${missing.length > 1 ? "s" : ""} (plain or .gz), or move the others away to have ${format.title} searched elsewhere`,
    path: folder,
  });
}
