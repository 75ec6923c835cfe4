/**
 * The error for a folder with unexpected contents.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { type ErrorFacts, LabError } from "@selectivity-lab/base";

/** The folder holds something else than the sweep or trial that was asked for, or cannot be written. */
export class SweepConflictError extends LabError {
  override readonly name = "SweepConflictError";

  constructor(facts: Omit<ErrorFacts, "code">) {
    super({ ...facts, code: "sweep-conflict" });
  }
}

/** Refuses a file where a folder is expected. @throws {@link SweepConflictError} */
export function requireNoFile(folder: string): void {
  if (!existsSync(folder) || statSync(folder).isDirectory()) return;
  throw new SweepConflictError({
    problem: `${folder} is a file, not a folder`,
    remedy: "name a folder with --out",
    path: folder,
  });
}
