/**
 * What is said of a folder that is no sweep.
 *
 * @module
 */
/** A folder was expected to be a sweep, and is none. `cause` keeps what its reader met. */
export class SweepFolderError extends Error {
  override readonly name = "SweepFolderError";
  readonly code = "SWEEP_FOLDER";

  constructor(
    readonly folder: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `expected a sweep folder, which holds sweep.json, got ${folder}.\n` +
        `  ${problem}\n` +
        "  Name the folder that `npx selectivity sweep --out FOLDER` made, or make one with that command.",
      options,
    );
  }
}
