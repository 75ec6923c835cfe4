/**
 * Errors of NumPy arrays.
 *
 * @module
 */
import { ZipError } from "@selectivity-lab/base";
import { DatasetError } from "../../error.js";

const REMEDY = "save the arrays in this form with numpy.savez or numpy.save";

/** The error for arrays that are not what they should be. */
export function createArrayError(path: string, expected: string, received: string): DatasetError {
  return new DatasetError({
    code: "corrupt",
    problem: `${path}: expected ${expected}, got ${received}.`,
    remedy: REMEDY,
    path,
  });
}

/** Runs `work`; a damaged archive is an error of the data set. */
export function rethrowZipError<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    throw new DatasetError({ code: "corrupt", problem: cause.problem, remedy: REMEDY, path, cause });
  }
}
