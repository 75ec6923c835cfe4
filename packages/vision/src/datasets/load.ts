/**
 * From the name of a data set to its images in memory.
 *
 *     name ─ format ─ folder ─ source files ─┬ bytes ─ pixels and labels ─ cache ┐
 *                                            └ found in the cache ───────────────┴ mapped tensors
 * @module
 */
import { basename, dirname, join } from "node:path";
import { tensor } from "@selectivity-lab/torch";
import { nearest } from "../nearest.js";
import { cifar10 } from "./cifar10.js";
import { cifar100 } from "./cifar100.js";
import { type DecodedTensors, decodedFile, keepDecoded, openDecoded } from "./decoded-cache.js";
import { download } from "./download.js";
import { corrupt, DatasetError } from "./error.js";
import { fashionMnist } from "./fashion-mnist.js";
import type { Fetch, FetchProgress } from "./fetch-file.js";
import type { DatasetFormat, ImageDataset, SourceFile, Split } from "./format.js";
import { findTree, isTree, loadTree, TINY_IMAGENET } from "./load-tree.js";
import { cacheFolder, dataFolders, type Environment, locate } from "./locate.js";
import { mnist } from "./mnist.js";
import { isNumpyArrays, loadNumpyArrays } from "./numpy-arrays.js";
import { loadPluginDataset, pluginDataset } from "./plugin-datasets.js";
import { readSourceFile, sha256 } from "./source-file.js";

const FORMATS: readonly DatasetFormat[] = [fashionMnist, mnist, cifar10, cifar100];

/** The data sets there are, beside folders of images. */
export const datasetNames: readonly string[] = [...FORMATS.map(({ name }) => name), TINY_IMAGENET];

/** Where to look for a data set, and whether to fetch it. */
export interface LoadOptions {
  /** Searched before all other places; each must exist. */
  readonly dataDirs?: readonly string[];
  /** Download from the official address what is nowhere found; on by default. */
  readonly download?: boolean;
  /** Told, in one line, about a download before it begins. */
  readonly notify?: (line: string) => void;
  /** Told how far a download is. */
  readonly onProgress?: FetchProgress;
  /** Pixels a side to which the images of a folder are resized and cropped; 64 by default. Other data sets have their own. */
  readonly imageSize?: number | undefined;
  /** By default the process's own. */
  readonly environment?: Environment;
  /** By default Node's own. */
  readonly fetch?: Fetch;
}

/**
 * Describes a data set of a few published files without reading it: image shape, class names, normalisation.
 * @throws DatasetError when there is none of this name.
 */
export function datasetFormat(name: string): DatasetFormat {
  const format = FORMATS.find((known) => known.name === name);
  if (format) return format;
  const meant = nearest(
    name,
    datasetNames.filter((other) => other !== name),
  );
  throw new DatasetError(
    "unknown",
    `There is no data set "${name}"${meant ? `; did you mean "${meant}"?` : "."}`,
    `Data sets: ${datasetNames.join(", ")}.`,
  );
}

/**
 * Loads one split of a data set.
 *
 *     const { images } = await loadDataset("fashion-mnist", "test"); // uint8 [10000, 1, 28, 28]
 *
 * @param name one of {@link datasetNames}, or the path of a folder of images: `./photos`, with `train/<class>/` and
 *   `test/<class>/` in it; or of NumPy arrays, see `numpy-arrays.ts`.
 * @returns tensors that belong to no scope: `dispose()` of them when done.
 * @throws DatasetError when there is no such data set, or its files are missing, damaged or another's.
 */
export async function loadDataset(name: string, split: Split, options: LoadOptions = {}): Promise<ImageDataset> {
  const own = pluginDataset(name);
  if (own) return loadPluginDataset(own, split);
  if (isNumpyArrays(name)) return loadNumpyArrays(name, split, options);
  if (isTree(name)) return loadTree(name, split, options);
  const format = datasetFormat(name);
  const sources = await findOrDownload(format, split, options);
  const kept = decodedFile(cacheFolder(options.environment ?? process.env), name, split, sources);
  const { mean, std, classes } = format;
  return { name, split, classes, mean, std, ...(openDecoded(kept) ?? (await decode(format, split, sources, kept))) };
}

/** Reads the source files, and keeps what is in them for the next time. */
async function decode(
  format: DatasetFormat,
  split: Split,
  sources: readonly string[],
  kept: string,
): Promise<DecodedTensors> {
  const files = await Promise.all(sources.map(readSourceFile));
  const checksums = checkedChecksums(format, split, files);
  const { pixels, labels } = format.decode(files, split);
  const decoded = {
    images: tensor(pixels, { dtype: "uint8", shape: [labels.length, ...format.imageShape] }), // [N, C, H, W]
    labels: tensor(labels, { dtype: "int64" }), // [N]
    sha256: checksums,
  };
  const mapped = keepDecoded(kept, decoded) ? openDecoded(kept) : undefined;
  if (!mapped) return decoded;
  for (const copy of [decoded.images, decoded.labels]) copy.dispose();
  return mapped;
}

/** Where a data set lies, without reading it; `undefined` where it is in none of the data folders. */
export function findDataset(
  name: string,
  { dataDirs = [], environment = process.env }: LoadOptions = {},
): string | undefined {
  const folders = dataFolders(dataDirs, environment);
  if (pluginDataset(name)) return undefined; // it is wherever its plugin says
  if (isTree(name) || isNumpyArrays(name)) return findTree(name, folders);
  const files = locate(datasetFormat(name), "test", folders);
  return files && dirname(files[0] as string);
}

async function findOrDownload(format: DatasetFormat, split: Split, options: LoadOptions): Promise<string[]> {
  const { dataDirs = [], environment = process.env, fetch = globalThis.fetch, notify = () => {} } = options;
  const folders = dataFolders(dataDirs, environment);
  const found = locate(format, split, folders);
  if (found) return found;
  if (options.download === false) throw nowhere(format, split, folders);
  const cache = cacheFolder(environment);
  notify(`Downloading ${format.title} to ${cache}`);
  await download(format, cache, fetch, options.onProgress).catch((cause: Error) => {
    throw nowhere(format, split, folders, cause);
  });
  const downloaded = locate(format, split, [cache]);
  if (!downloaded) throw nowhere(format, split, folders, new Error(`${join(cache, format.name)} holds something else`));
  return downloaded;
}

/** The checksum of each file's content, after making sure that it is not one of another data set's. */
function checkedChecksums(format: DatasetFormat, split: Split, files: readonly SourceFile[]): Record<string, string> {
  const names = format.files[split];
  const checksums = files.map(({ path, bytes }, index) => {
    const checksum = sha256(bytes);
    const owner = FORMATS.find(({ contents }) => Object.values(contents).includes(checksum));
    if (owner && owner.name !== format.name)
      throw corrupt(path, `${names[index]} of ${format.title}`, `${basename(path)} of ${owner.title}`);
    return [names[index] as string, checksum];
  });
  return Object.fromEntries(checksums);
}

function nowhere(format: DatasetFormat, split: Split, folders: readonly string[], cause?: Error): DatasetError {
  const put = `put its files into a folder and name that with --data-dir or SELECTIVITY_DATA (from ${format.downloads[0]?.url})`;
  const remedies = format.install ? [format.install, `or ${put}`] : [put];
  const lines = [
    `files     ${format.files[split].join(", ")} (plain or .gz)`,
    `searched  ${folders.join("\n          ")}`,
    `          in each also ${format.folders.join(", ")}`,
    ...(cause ? [`download  ${cause.message.split("\n", 1)[0]}`] : []),
    `to do     ${remedies.join("\n          ")}`,
  ];
  return new DatasetError("missing", `${format.title} (${split} split) was not found.`, lines.join("\n"), { cause });
}
