/**
 * The data on which a network was trained: where they are now, and whether images are still the same.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import type { ImageDataset } from "@selectivity-lab/vision";
import { type RecordedData, shortenChecksums } from "../recipe/recorded-data.js";
import { createMissingDataError } from "../records/data-error.js";
import { readRecordedData } from "../records/read-data.js";
import type { Checkpoint } from "./weights.js";

/** The data on which a network was trained. */
export interface TrainingData {
  /** Name, or path where they are now. */
  readonly dataset: string;
  /** SHA-256 by file; `undefined` where nothing is recorded, as for weights from elsewhere. */
  readonly sha256: RecordedData["sha256"] | undefined;
}

/** Finds the data on which a network was trained: as its file says, or as its sweep does, which knows where they were moved to. */
export async function findTrainingData({ file, dataset, dataSha256 }: Checkpoint): Promise<TrainingData> {
  const recorded = await readRecordedData(path.dirname(file));
  const sha256 = dataSha256 ?? recorded?.sha256;
  const isMoved = isGone(dataset) && recorded?.path !== undefined && existsSync(recorded.path);
  return { dataset: isMoved ? (recorded.path as string) : dataset, sha256 };
}

/** The name or path under which to load the training data. @throws RecordedDataError where they are gone. */
export function locateTrainingData({ dataset }: TrainingData): string {
  if (isGone(dataset)) throw createMissingDataError(path.basename(dataset), dataset);
  return dataset;
}

function isGone(dataset: string): boolean {
  return path.isAbsolute(dataset) && !existsSync(dataset);
}

/** A line about images that differ from those of the training; `undefined` where they do not. */
export function describeChangedData(trained: TrainingData, measured: ImageDataset): string | undefined {
  const { name, split, sha256 } = measured;
  if (!trained.sha256) return undefined;
  const known = new Set(Object.values(trained.sha256));
  if (Object.values(sha256).every((sum) => known.has(sum))) return undefined;
  const what =
    name === trained.dataset
      ? `the ${split} images of ${name} have changed since the network was trained`
      : `the ${split} images of ${name} are not those of ${trained.dataset}, on which the network was trained`;
  return `${what} (SHA-256 recorded: ${shortenChecksums(trained.sha256)}; found: ${shortenChecksums(sha256)})`;
}
