/**
 * The error for a folder that contains no readable sweep.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { LabError, summarizeError } from "@selectivity-lab/base";
import { trialFiles } from "../records/trial-files.js";

/** What to name instead, which a network's folder says itself. */
function describeRemedy(folder: string): string {
  const sweep = path.join(folder, "..", "..");
  if (!existsSync(trialFiles(folder).trial))
    return "name the folder that `npx selectivity sweep --out FOLDER` created, or create one with that command";
  if (existsSync(path.join(sweep, "sweep.json"))) return `this is the folder of one network; name its sweep, ${sweep}`;
  return "this is the folder of one network, trained alone; status, measure, robustness and export --to onnx take it";
}

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
      remedy: describeRemedy(folder),
      path: folder,
      cause,
    });
  }
}
