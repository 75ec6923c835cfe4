/**
 * Errors of data sets.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** Why a data set cannot be loaded. */
export type DatasetErrorCode =
  /** there is no data set of this name */
  | "unknown-dataset"
  /** a folder or file does not exist, or the data set was not found anywhere */
  | "missing"
  /** the file exists but cannot be read: permissions, a disk error, a folder in its place */
  | "unreadable"
  /** decoded images cannot be cached: permissions, a full disk */
  | "unwritable"
  /** the file is not what its name promises: cut short, damaged, of a different format, or of a different data set */
  | "corrupt"
  /** the official address did not serve the official files */
  | "download"
  /** the order of classes that was asked for is of other classes */
  | "class-order"
  /** the resize and crop that were asked for contradict each other, or the data set has no pictures in files */
  | "transform-refused"
  /** the name belongs to another data set */
  | "taken"
  /** a plugin registers or loads something that is not a data set */
  | "plugin";

/** A data set cannot be loaded. */
export class DatasetError extends LabError<DatasetErrorCode> {
  override readonly name = "DatasetError";
}

/** The error for a file that is not what its name promises; all readers share this sentence. */
export function createCorruptFileError(
  path: string,
  expected: string,
  received: string,
  cause?: unknown,
): DatasetError {
  return new DatasetError({
    code: "corrupt",
    problem: `${path}: expected ${expected}, got ${received}.`,
    remedy: "replace the file with a fresh copy, or delete it to have the data set searched elsewhere",
    path,
    cause,
  });
}
