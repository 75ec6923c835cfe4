/**
 * Trials that belong to no sweep: what `selectivity train` leaves in a folder of its own.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { readJson } from "@selectivity-lab/base";
import type { TrialRow } from "../records/sweep-table.js";
import { trialSchema } from "../records/trial.js";
import { trialFiles } from "../records/trial-files.js";
import { readTrial } from "./read-trial.js";

/** A trial that was trained alone, as its folder tells. */
export interface LoneTrial {
  /** As the caller named it. */
  readonly folder: string;
  readonly row: TrialRow;
  /** Epochs of its recipe. */
  readonly epochs: number;
  readonly warnings: readonly string[];
}

/** Whether a folder is that of a trial. */
export function isTrialFolder(folder: string): boolean {
  return existsSync(trialFiles(folder).trial) && !existsSync(path.join(folder, "sweep.json"));
}

/** Reads a trial. @throws FileError where its trial.json cannot be read. */
export async function readLoneTrial(folder: string): Promise<LoneTrial> {
  const { id, alpha, seed, recipe } = await readJson(trialFiles(folder).trial, trialSchema);
  const { row, warnings } = await readTrial(folder, { id, alpha, seed });
  return { folder, row, epochs: recipe.epochs, warnings };
}
