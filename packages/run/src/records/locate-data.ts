/**
 * Where the data of a record are now.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { isDatasetPath } from "@selectivity-lab/vision";
import type { RecordedData } from "../recipe/recorded-data.js";
import { createMissingDataError, RecordedDataError } from "./data-error.js";

/**
 * The name or path under which to load the data of a record; the caller compares their checksums.
 *
 * A recorded place that is gone is tried once more as the recipe writes it, from the present folder: whole projects are moved.
 *
 * @param name the data set as the recipe writes it.
 * @param moved the place that the user names instead.
 * @throws {@link RecordedDataError} where there is nothing, or the data have no place of their own.
 */
export function locateData(name: string, recorded: RecordedData | undefined, moved: string | undefined): string {
  if (moved !== undefined) {
    if (isDatasetPath(name)) return path.resolve(moved);
    throw new RecordedDataError({
      code: "data-without-place",
      problem: `--data ${moved}: the data set is ${name}, which is found by its name`,
      remedy: "name the folder in which it lies with --data-dir",
    });
  }
  const before = recorded?.path;
  if (before === undefined || existsSync(before)) return before ?? name;
  if (!path.isAbsolute(name) && existsSync(name)) return name;
  throw createMissingDataError(name, before);
}
