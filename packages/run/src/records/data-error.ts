/**
 * The error for data that are not those of a record.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";
import { type RecordedData, shortenChecksums } from "../recipe/recorded-data.js";

/** How a record's data can be other than expected. */
export type DataErrorCode =
  /** they are no longer where they were */
  | "data-missing"
  /** they have a different content */
  | "data-changed"
  /** a new place was given for data that have no place of their own */
  | "data-without-place";

/** The data of a sweep, a trial or a network are missing or changed. */
export class RecordedDataError extends LabError<DataErrorCode> {
  override readonly name = "RecordedDataError";
}

const NAME_PLACE = "name the place where they are now with --data PATH; their checksums are compared";

/** @param name the data set as the recipe writes it. */
export function createMissingDataError(name: string, path: string): RecordedDataError {
  return new RecordedDataError({
    code: "data-missing",
    problem: `the data set ${name} was ${path}, which does not exist any more`,
    remedy: `put it back, or ${NAME_PLACE}`,
    path,
  });
}

/** @param found what is there now. @param name the data set as the recipe writes it. */
export function createChangedDataError(name: string, recorded: RecordedData, found: RecordedData): RecordedDataError {
  const [before, now] = [recorded.path ?? name, found.path ?? name];
  return new RecordedDataError({
    code: "data-changed",
    problem:
      before === now
        ? `the content of ${now} has changed since this was started`
        : `${now} is not the data set that this was started with`,
    details: [
      `recorded  ${before} (SHA-256 of ${shortenChecksums(recorded.sha256)})`,
      `found     ${now} (SHA-256 of ${shortenChecksums(found.sha256)})`,
    ],
    remedy:
      found.path === undefined
        ? "restore the data, or name their folder with --data-dir; or start again in another folder with --out"
        : `restore them; or, if they were moved, ${NAME_PLACE}; or start again in another folder with --out`,
    path: now,
  });
}
