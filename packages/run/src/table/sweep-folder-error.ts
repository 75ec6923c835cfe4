/**
 * The error for a folder that contains no readable sweep.
 *
 * @module
 */
import { LabError, summarizeError } from "@selectivity-lab/base";

/** A sweep folder was expected. `cause` is the error of its reader. */
export class SweepFolderError extends LabError {
  override readonly name = "SweepFolderError";

  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    super({
      code: "no-sweep",
      problem: `expected a sweep folder, which contains sweep.json, got ${folder}`,
      details: [summarizeError(cause)],
      remedy: "name the folder that `npx selectivity sweep --out FOLDER` created, or create one with that command",
      path: folder,
      cause,
    });
  }
}
