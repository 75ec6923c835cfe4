/**
 * Loads a data set that is a folder of image files, through the cache.
 *
 * @module
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { mapSafetensors, type Tensor } from "@selectivity-lab/torch";
import { decodedFile } from "./decoded-cache.js";
import { DatasetError } from "./error.js";
import type { ImageDataset, Split } from "./format.js";
import { imageFolderClasses, isImageFolder, listImageFolder } from "./image-folder.js";
import { decodeTree, type Listing, type TreePolicy } from "./image-tree.js";
import type { LoadOptions } from "./load.js";
import { cacheFolder, dataFolders } from "./locate.js";
import { listTinyImagenet, locateTinyImagenet, TINY_IMAGENET_SIZE, tinyImagenetClasses } from "./tiny-imagenet.js";

/** The name of the data set whose folder is looked for like those of the others. */
export const TINY_IMAGENET = "tiny-imagenet";

/** Whether a data set of this name is a folder of image files. */
export function isTree(name: string): boolean {
  return name === TINY_IMAGENET || isImageFolder(name);
}

/** Where a tree lies; `undefined` where it is not there. */
export function findTree(name: string, folders: readonly string[]): string | undefined {
  if (name === TINY_IMAGENET) return locateTinyImagenet(folders);
  return existsSync(name) ? resolve(name) : undefined;
}

/**
 * Loads one split. Both splits are normalised by the statistics of the training images.
 *
 * @throws DatasetError when it is not found, or files in it cannot be used.
 */
export async function loadTree(name: string, split: Split, options: LoadOptions): Promise<ImageDataset> {
  const { root, classes, list, policy } = treeOf(name, options);
  const train = await decoded(name, "train", list("train"), policy, options);
  const wanted = split === "train" ? train : await decoded(name, split, list(split), policy, options);
  const numbers = (tensor: Tensor) => Array.from(tensor.toTypedArray(), Number);
  const { images, labels, sha256 } = wanted;
  return {
    name: name === TINY_IMAGENET ? name : root,
    split,
    images,
    labels,
    classes,
    mean: numbers(train.mean),
    std: numbers(train.std),
    sha256: { [split]: Buffer.from(sha256.toTypedArray() as Uint8Array).toString("hex") },
  };
}

/** Names of the folders in which the images of each class are published; empty for a data set that is no such tree. */
export function wnidsOf(
  { name, classes }: Pick<ImageDataset, "name" | "classes">,
  { dataDirs = [], environment = process.env }: LoadOptions,
): readonly string[] {
  if (name !== TINY_IMAGENET) return isTree(name) ? classes : [];
  const root = locateTinyImagenet(dataFolders(dataDirs, environment));
  return root ? tinyImagenetClasses(root).wnids : [];
}

interface Tree {
  readonly root: string;
  readonly classes: readonly string[];
  readonly policy: TreePolicy;
  list(split: Split): Listing;
}

function treeOf(name: string, { dataDirs = [], environment = process.env, imageSize }: LoadOptions): Tree {
  if (name !== TINY_IMAGENET) {
    const root = resolve(name);
    const policy = { size: imageSize ?? TINY_IMAGENET_SIZE, exact: false };
    return { root, classes: imageFolderClasses(root), policy, list: (split) => listImageFolder(root, split) };
  }
  const folders = dataFolders(dataDirs, environment);
  const root = locateTinyImagenet(folders);
  if (!root) throw nowhere(folders);
  const policy = { size: TINY_IMAGENET_SIZE, exact: true };
  return { root, classes: tinyImagenetClasses(root).names, policy, list: (split) => listTinyImagenet(root, split) };
}

interface DecodedTree {
  readonly images: Tensor;
  readonly labels: Tensor;
  readonly mean: Tensor;
  readonly std: Tensor;
  readonly sha256: Tensor;
}

async function decoded(
  name: string,
  split: Split,
  listing: Listing,
  policy: TreePolicy,
  { environment = process.env, notify = () => {} }: LoadOptions,
): Promise<DecodedTree> {
  const sources = listing.files.map(({ path }) => path);
  const label = name === TINY_IMAGENET ? name : "folder";
  const file = decodedFile(cacheFolder(environment), `${label}-${policy.size}`, split, sources);
  const kept = open(file);
  if (kept) return kept;
  notify(`Decoding ${sources.length} images of ${name} (${split} split)`);
  mkdirSync(dirname(file), { recursive: true });
  await decodeTree(file, listing, policy);
  return open(file) as DecodedTree;
}

function open(file: string): DecodedTree | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { images, labels, mean, std, sha256 } = Object.fromEntries(mapSafetensors(file).tensors);
    return images && labels && mean && std && sha256 && { images, labels, mean, std, sha256 };
  } catch {
    return undefined; // damaged: it is decoded and written again
  }
}

function nowhere(folders: readonly string[]): DatasetError {
  return new DatasetError(
    "missing",
    "Tiny ImageNet was not found.",
    [
      "expected  a folder with wnids.txt, words.txt, train/ and val/, itself or as tiny-imagenet-… below one of these",
      `searched  ${folders.join("\n          ")}`,
      "to do     unpack http://cs231n.stanford.edu/tiny-imagenet-200.zip and name the folder with --data-dir or SELECTIVITY_DATA",
    ].join("\n"),
  );
}
