/**
 * Errors about one file. Their text begins with its path.
 *
 * @module
 */

import { explainAbsence } from "./explain-absence.js";
import { type ErrorFacts, LabError } from "./lab-error.js";
import { describeSystemError, explainError, isSystemError } from "./system-error.js";

/** What is wrong with which file. */
export interface FileErrorFacts extends Omit<ErrorFacts, "problem"> {
  readonly path: string;
  /** A sentence without the path, such as `expected 40 bytes, got 12.` */
  readonly complaint: string;
}

/** A file is missing, cannot be read, or does not hold what it should. */
export class FileError extends LabError {
  override readonly name: string = "FileError";
  override readonly path: string;
  /** What is wrong, without the path. */
  readonly complaint: string;

  constructor({ complaint, ...facts }: FileErrorFacts) {
    super({ ...facts, problem: `${facts.path}: ${complaint}` });
    this.path = facts.path;
    this.complaint = complaint;
  }
}

/** The facts of a file that the system refuses to open or read: code `unreadable-file`, the system's reason, what to do. */
export function describeUnreadable(path: string, cause: unknown): FileErrorFacts {
  const { remedy, fault } = describeSystemError(cause) ?? {};
  const complaint = `cannot be read: ${explainError(cause)}${explainLink(path, cause)}.`;
  return { code: "unreadable-file", path, complaint, remedy, fault, cause };
}

/** Names the link to nowhere that a path leads through. */
function explainLink(path: string, cause: unknown): string {
  const absence = isSystemError(cause) && cause.code === "ENOENT" ? explainAbsence(path) : "";
  return absence.includes(" is a link to ") ? `; ${absence}` : "";
}
