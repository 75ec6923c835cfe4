/**
 * An error in one line, for logs and for notes in passing.
 *
 * @module
 */
import { LabError } from "./lab-error.js";

/** The problem of an error of ours; the first line of any other error's message. */
export function summarizeError(error: unknown): string {
  if (error instanceof LabError) return error.problem;
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] as string;
}
