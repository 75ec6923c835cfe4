/**
 * The files of a trial's folder, by name.
 *
 * @module
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Trial } from "./trial.js";

/** Where a trial keeps what: see {@link trialFiles}. */
export type TrialFiles = ReturnType<typeof trialFiles>;

/** Where a trial keeps what. */
export function trialFiles(folder: string) {
  const file = (name: string) => path.join(folder, name);
  return {
    trial: file("trial.json"),
    metrics: file("metrics.jsonl"),
    attempts: file("attempts.jsonl"),
    checkpoint: file("checkpoint.safetensors"),
    /** The one before: what is left when the newest is damaged. */
    previous: file("checkpoint.previous.safetensors"),
    model: file("model.safetensors"),
    best: file("best.safetensors"),
    units: file("units.safetensors"),
    result: file("result.json"),
    error: file("error.txt"),
  };
}

/** Removes the temporary files that a killed process left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const leftovers = (await readdir(folder)).filter((name) => name.endsWith(".tmp"));
  await Promise.all(leftovers.map((name) => rm(path.join(folder, name), { force: true })));
}

/** Where a trial of a sweep lives. */
export function trialFolder(sweepFolder: string, { id }: Pick<Trial, "id">): string {
  return path.join(sweepFolder, "trials", id);
}
