/**
 * The data sets on this machine: which exist, what is in them, and whether they are intact, as `selectivity data` reports.
 *
 * @module
 */

import { scope } from "@selectivity-lab/torch";
import { DatasetError } from "../error.js";
import type { Split } from "./contract/format.js";
import type { LoadOptions } from "./contract/kind.js";
import { datasetNames, findDataset, loadDataset } from "./load.js";
import { type SplitVerification, verifySplit } from "./verify.js";

/** A data set and its place. */
export interface DatasetPlace {
  readonly name: string;
  /** Folder or archive in which it was found; null if it is in none of the data folders. */
  readonly folder: string | null;
}

/** The content of a split. */
export interface SplitFacts {
  readonly images: number;
  /** Number of images of the smallest and of the largest class. */
  readonly perClass: readonly [number, number];
  /** SHA-256 of what was read, by file; one for all images of a folder. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Paths of the damaged image files that were skipped. */
  readonly skipped: readonly string[];
}

/** The content of a data set. */
export interface DatasetFacts extends DatasetPlace {
  readonly classes: readonly string[];
  /** C, H, W of an image. */
  readonly imageShape: readonly number[];
  /** Mean of each channel over the training images, pixels scaled to 0..1. */
  readonly mean: readonly number[];
  /** Standard deviation of each channel over the training images, pixels scaled to 0..1. */
  readonly std: readonly number[];
  readonly splits: Readonly<Record<Split, SplitFacts>>;
}

/** Lists every data set that has a name, found or not. */
export function listDatasets(options: LoadOptions = {}): DatasetPlace[] {
  return datasetNames.map((name) => ({ name, folder: findPlace(name, options) }));
}

/** Finds the place of a data set; null also if only some of its files exist: `data info` says which are missing. */
function findPlace(name: string, options: LoadOptions): string | null {
  try {
    return findDataset(name, options) ?? null;
  } catch (error) {
    if (error instanceof DatasetError && error.path !== options.dataDirs?.[0]) return null;
    throw error;
  }
}

/**
 * Reads a data set and describes its content; downloads it first, if allowed.
 *
 * @throws DatasetError if it is not found, or damaged.
 */
export async function describeDataset(name: string, options: LoadOptions = {}): Promise<DatasetFacts> {
  const [train, test] = [await loadDataset(name, "train", options), await loadDataset(name, "test", options)];
  const describeSplit = ({ labels, classes, sha256, skipped = [] }: typeof train): SplitFacts => {
    const counts = scope(() => classes.map((_, label) => labels.eq(label).sum().item()));
    return { images: labels.numel, perClass: [Math.min(...counts), Math.max(...counts)], sha256, skipped };
  };
  const { classes, mean, std } = train;
  const [, ...imageShape] = train.images.shape;
  const splits = { train: describeSplit(train), test: describeSplit(test) };
  for (const { images, labels } of [train, test]) for (const tensor of [images, labels]) tensor.dispose();
  return { name: train.name, folder: findDataset(name, options) ?? null, classes, imageShape, mean, std, splits };
}

/** The result of {@link verifyDataset}. */
export interface DatasetVerification extends DatasetPlace {
  /** Whether every file is the official one, as far as that is known, and the decoded copy in the cache matched them. */
  readonly intact: boolean;
  readonly splits: Readonly<Record<Split, SplitVerification>>;
}

/**
 * Reads every file of a data set again, decodes every image, and compares both with the official checksums and the cache. Downloads
 * nothing.
 *
 * @throws DatasetError if it is not found, or cannot be read.
 */
export async function verifyDataset(name: string, options: LoadOptions = {}): Promise<DatasetVerification> {
  const splits = { train: await verifySplit(name, "train", options), test: await verifySplit(name, "test", options) };
  const intact = Object.values(splits).every(
    ({ files, cacheIntact }) => cacheIntact && files.every(({ official }) => official !== false),
  );
  return { name, folder: findDataset(name, options) ?? null, intact, splits };
}
