/**
 * From the name of a data set to its images in memory.
 *
 *     name ─ kind ─ source files ─┬ bytes ─ pixels and labels ─ cache ┐
 *                                 └ found in the cache ───────────────┴ mapped tensors
 * @module
 */
import { DatasetError } from "../error.js";
import { numpyArrays } from "./arrays/numpy-arrays.js";
import type { ImageDataset, Split } from "./contract/format.js";
import type { DatasetKind, LoadOptions } from "./contract/kind.js";
import type { DatasetPresence } from "./contract/presence.js";
import { pluginDatasets } from "./plugin-datasets.js";
import { published, unknownDataset } from "./published/published.js";
import { trees } from "./trees/load-tree.js";

/** The list of kinds. A new kind is a line here; a new published data set is a line in `published.ts`. */
const KINDS: readonly DatasetKind[] = [pluginDatasets, numpyArrays, trees, published];

/** Names of the data sets of this package. */
export const datasetNames: readonly string[] = [...published.names, ...trees.names];

/**
 * Loads one split of a data set.
 *
 *     const { images } = await loadDataset("fashion-mnist", "test"); // uint8 [10000, 1, 28, 28]
 *
 * @param name one of {@link datasetNames}; or the path of a folder of images, `./photos`, with `train/<class>/` and
 *   `test/<class>/` in it, or of a `.zip` or `.tar` of such a folder; or of NumPy arrays, see `numpy-arrays.ts`.
 * @returns tensors that belong to no scope: `dispose()` of them when done.
 * @throws DatasetError if there is no such data set, or its files are missing, damaged, or those of a different data set.
 */
export async function loadDataset(name: string, split: Split, options: LoadOptions = {}): Promise<ImageDataset> {
  const kind = findKind(name);
  if (options.transform && kind !== trees)
    throw new DatasetError({
      code: "transform-refused",
      problem: `${name}: --resize is for pictures in a folder or an archive; the images of this data set have a fixed size.`,
      remedy: "leave --resize, --crop and --interpolation out",
    });
  return kind.load(name, split, options);
}

/** Finds a data set without reading it; `undefined` if it is in none of the data folders. */
export function findDataset(name: string, options: LoadOptions = {}): string | undefined {
  return findKind(name).find(name, options);
}

/**
 * Looks at what is on the disk of a data set: where it was found, which files, and whether their sizes are the official ones. Reads
 * no image and computes no checksum, so it takes milliseconds.
 *
 * @throws DatasetError if there is no such data set, or one of `options.dataDirs` does not exist.
 */
export function inspectDataset(name: string, options: LoadOptions = {}): DatasetPresence {
  return findKind(name).inspect(name, options);
}

/** Whether a data set is named by the path of its folder, archive or arrays; others are found by their names wherever they are. */
export function isDatasetPath(name: string): boolean {
  const kind = findKind(name);
  return (kind === trees || kind === numpyArrays) && !kind.names.includes(name);
}

function findKind(name: string): DatasetKind {
  const kind = KINDS.find(({ answersTo }) => answersTo(name));
  if (!kind) throw unknownDataset(name, [...datasetNames, ...pluginDatasets.names]);
  return kind;
}
