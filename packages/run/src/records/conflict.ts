/**
 * What is wrong with a folder that holds something else than it should.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";

/** The folder holds something else than the sweep that was asked for. */
export class SweepConflictError extends Error {
  override readonly name = "SweepConflictError";
  readonly code = "SWEEP_CONFLICT";
}

/** Refuses a file where a folder is to be. @throws {@link SweepConflictError} */
export function requireNoFile(folder: string): void {
  if (!existsSync(folder) || statSync(folder).isDirectory()) return;
  throw new SweepConflictError(`${folder} is a file, not a folder\n  to do: name a folder with --out`);
}
