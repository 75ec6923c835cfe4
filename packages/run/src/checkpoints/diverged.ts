/**
 * Networks of trials that diverged: their files may hold weights of an earlier epoch, which are not what was asked for.
 *
 * @module
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { decodeJson, FileError, formatCount } from "@selectivity-lab/base";
import { trialFiles } from "../records/trial-files.js";
import { type TrialResult, trialResultSchema } from "../records/trial-result.js";

/** The result of the trial that a file of weights, or a folder, belongs to, if that trial diverged. */
export function findDivergence(where: string): TrialResult | undefined {
  const isFolder = statSync(where, { throwIfNoEntry: false })?.isDirectory();
  const { result: file } = trialFiles(isFolder ? where : path.dirname(where));
  if (!existsSync(file)) return undefined;
  try {
    const result = decodeJson(file, readFileSync(file, "utf8"), trialResultSchema);
    return result.status === "diverged" ? result : undefined;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** A line about the weights that a trial left which diverged; `undefined` where none did. */
export function describeDivergence(where: string): string | undefined {
  const result = findDivergence(where);
  if (!result) return undefined;
  const { cause, bestEpoch, epochs } = result;
  return `the trial diverged after ${formatCount(epochs, "epoch")} (${cause}); these are its weights of epoch ${bestEpoch}, the best on validation before`;
}
