/**
 * Errors of an export.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** What is wrong with where or how a network is to be exported. */
export type ExportErrorCode =
  /** the folder does not exist */
  | "folder-not-found"
  /** the file's path is a folder */
  | "is-a-folder"
  /** a folder is needed, and the path is a file */
  | "is-a-file"
  /** a file is there already */
  | "file-exists"
  /** options that exclude each other */
  | "option-refused";

/** A network cannot be exported to this file, or with these options. */
export class ExportError extends LabError<ExportErrorCode> {
  override readonly name = "ExportError";
}

/** The exported network does not compute what ours does; the file is not kept. */
export class VerificationError extends LabError {
  override readonly name = "VerificationError";

  constructor(problem: string) {
    super({ code: "outputs-differ", problem, fault: "work" });
  }
}
