/**
 * Where data sets are searched: the given folders, `$SELECTIVITY_DATA`, the user's cache, the system's data sets.
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../../error.js";
import type { DatasetFormat, SourceForm, Split } from "./format.js";

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

/** Where the files of one split are. */
export interface LocatedFiles {
  /** Folder, or archive. */
  readonly place: string;
  /** Paths of the files in the order of the format's; of an archive only that of the archive. */
  readonly paths: readonly string[];
  /** How they lie there; `null`: as the official files. */
  readonly form: SourceForm | null;
  /** Whether they are in an archive. */
  readonly packed: boolean;
}

/** A place where files may be. */
type Look = () => LocatedFiles | undefined;

/**
 * Finds the source files of one split, in the first place that has any of them: in each data folder first the official files, then the other
 * forms, then archives.
 *
 * @returns where they are, plain copies before gzipped ones; `undefined` if no place has any.
 * @throws DatasetError if that place lacks some: searching elsewhere would hide this from whoever put them there.
 */
export function locate(format: DatasetFormat, split: Split, folders: readonly string[]): LocatedFiles | undefined {
  for (const folder of folders)
    for (const look of listPlaces(format, split, folder)) {
      const found = look();
      if (found) return found;
    }
  return undefined;
}

function listPlaces(format: DatasetFormat, split: Split, folder: string): Look[] {
  const official = { title: format.title, files: format.files, folders: format.folders, archives: [] };
  const lookIn = (place: string, form: SourceForm | null): Look => {
    return () => findFiles(format, place, (form ?? official).files[split], form);
  };
  const below = (form: SourceForm) => form.folders.map((name) => join(folder, name));
  return [
    ...[folder, ...below(official)].map((place) => lookIn(place, null)),
    ...format.forms.flatMap((form) => {
      const own = form.commonNames && !form.folders.some((name) => basename(name) === basename(folder)) ? [] : [folder];
      return form.files === format.files ? [] : [...own, ...below(form)].map((place) => lookIn(place, form));
    }),
    ...format.forms.flatMap((form) =>
      [folder, ...below(official), ...below(form)].flatMap((place) =>
        form.archives.map((name) => (): LocatedFiles | undefined => {
          const archive = join(place, name);
          return isFile(archive) ? { place: archive, paths: [archive], form, packed: true } : undefined;
        }),
      ),
    ),
  ];
}

function findFiles(
  format: DatasetFormat,
  folder: string,
  names: readonly string[],
  form: SourceForm | null,
): LocatedFiles | undefined {
  const found = names.map((name) => [name, `${name}.gz`].map((file) => join(folder, file)).find(isFile));
  const paths = found.filter((path) => path !== undefined);
  if (paths.length === names.length) return { place: folder, paths, form, packed: false };
  if (paths.length === 0) return undefined;
  const missing = names.filter((_, index) => !found[index]);
  throw incomplete(format, folder, paths, missing);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function incomplete(format: DatasetFormat, folder: string, found: readonly string[], missing: readonly string[]) {
  return new DatasetError({
    code: "missing",
    problem: `${folder}: has ${found.map((path) => basename(path)).join(", ")} of ${format.title}, but not ${missing.join(", ")}.`,
    remedy: `add the missing file${missing.length > 1 ? "s" : ""} (plain or .gz), or move the others away to have ${format.title} searched elsewhere`,
    path: folder,
  });
}
