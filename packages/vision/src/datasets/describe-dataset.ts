/**
 * The data sets of this machine: which there are, what is in them, whether they are what they should be. What `selectivity data` does.
 *
 * @module
 */

import { scope } from "@selectivity-lab/torch";
import { DatasetError } from "../error.js";
import type { Split } from "./contract/format.js";
import type { LoadOptions } from "./contract/kind.js";
import { datasetNames, findDataset, loadDataset } from "./load.js";
import { type SplitVerification, verifySplit } from "./verify.js";

/** A data set, and where it lies. */
export interface DatasetPlace {
  readonly name: string;
  /** `null`: in none of the data folders. */
  readonly folder: string | null;
}

/** What is in a split. */
export interface SplitFacts {
  readonly images: number;
  /** Of the class with the fewest images, and the most. */
  readonly perClass: readonly [number, number];
  /** SHA-256 of what was read, by file; of a folder of images, of all of them. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Damaged image files that were left out. */
  readonly skipped: readonly string[];
}

/** What is in a data set. */
export interface DatasetFacts extends DatasetPlace {
  readonly classes: readonly string[];
  /** C, H, W. */
  readonly imageShape: readonly number[];
  /** Of each channel over the training images, pixels scaled to 0..1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly splits: Readonly<Record<Split, SplitFacts>>;
}

/** Every data set that has a name, found or not. */
export function listDatasets(options: LoadOptions = {}): DatasetPlace[] {
  return datasetNames.map((name) => ({ name, folder: placeOf(name, options) }));
}

/** A folder that holds only some of the files has the data set as little as one that holds none; `info` says what it lacks. */
function placeOf(name: string, options: LoadOptions): string | null {
  try {
    return findDataset(name, options) ?? null;
  } catch (error) {
    if (error instanceof DatasetError && error.path !== options.dataDirs?.[0]) return null;
    throw error;
  }
}

/**
 * Reads a data set and says what is in it; downloads it first, if that is allowed.
 *
 * @throws DatasetError when it is not found, or not whole.
 */
export async function describeDataset(name: string, options: LoadOptions = {}): Promise<DatasetFacts> {
  const [train, test] = [await loadDataset(name, "train", options), await loadDataset(name, "test", options)];
  const factsOf = ({ labels, classes, sha256, skipped = [] }: typeof train): SplitFacts => {
    const counts = scope(() => classes.map((_, label) => labels.eq(label).sum().item()));
    return { images: labels.numel, perClass: [Math.min(...counts), Math.max(...counts)], sha256, skipped };
  };
  const { classes, mean, std } = train;
  const [, ...imageShape] = train.images.shape;
  const splits = { train: factsOf(train), test: factsOf(test) };
  for (const { images, labels } of [train, test]) for (const tensor of [images, labels]) tensor.dispose();
  return { name: train.name, folder: findDataset(name, options) ?? null, classes, imageShape, mean, std, splits };
}

/** What a data set was found to be: see {@link verifyDataset}. */
export interface DatasetVerification extends DatasetPlace {
  /** Every file is the official one, as far as that is known, and the decoded copy in the cache was what they say. */
  readonly intact: boolean;
  readonly splits: Readonly<Record<Split, SplitVerification>>;
}

/**
 * Reads every file of a data set anew, decodes every image, and holds both against what is known. Downloads nothing.
 *
 * @throws DatasetError when it is not found, or cannot be read.
 */
export async function verifyDataset(name: string, options: LoadOptions = {}): Promise<DatasetVerification> {
  const splits = { train: await verifySplit(name, "train", options), test: await verifySplit(name, "test", options) };
  const intact = Object.values(splits).every(
    ({ files, cacheIntact }) => cacheIntact && files.every(({ official }) => official !== false),
  );
  return { name, folder: findDataset(name, options) ?? null, intact, splits };
}
