/**
 * Data sets that are trees of image files, the user's own or Tiny ImageNet, loaded through the cache.
 *
 *     tree (folder, zip, tar) ─ listing (file, label) ─ decode ─ CACHE/decoded/….safetensors ─ mapped tensors
 *
 * @module
 */

import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { explainAbsence } from "@selectivity-lab/base";
import { DatasetError } from "../../error.js";
import { type DecodedSet, decodedFile, openDecoded } from "../cache/decoded-cache.js";
import type { ImageDataset, Split } from "../contract/format.js";
import type { DatasetKind, LoadOptions } from "../contract/kind.js";
import { cacheFolder, dataFolders } from "../contract/locate.js";
import { isArchive, openArchive } from "./archive-tree.js";
import { findCommonSize } from "./common-size.js";
import { fetchTinyImagenet } from "./fetch-tree.js";
import { type FileTree, folderTree } from "./file-tree.js";
import { describeNumberOrder, imageFolderClasses, listImageFolder } from "./image-folder.js";
import { decodeTree, type Listing, type TreePolicy } from "./image-tree.js";
import { inspectTree } from "./inspect-tree.js";
import { refuseOthers } from "./refuse-others.js";
import {
  isTinyImagenet,
  listTinyImagenet,
  locateTinyImagenet,
  TINY_IMAGENET_SIZE,
  tinyImagenetClasses,
} from "./tiny-imagenet.js";

const TINY_IMAGENET = "tiny-imagenet";

/** Folders and archives of image files: Tiny ImageNet by its name, others by their path, which contains a slash or is a dot. */
export const trees: DatasetKind = {
  names: [TINY_IMAGENET],

  answersTo: (name) => name === TINY_IMAGENET || name.includes("/") || name === "." || name === ".." || isArchive(name),

  find(name, { dataDirs = [], environment = process.env }) {
    if (name === TINY_IMAGENET) return locateTinyImagenet(dataFolders(dataDirs, environment));
    return existsSync(name) ? resolve(name) : undefined;
  },

  inspect: (name, options) => inspectTree(name, trees.find(name, options), name === TINY_IMAGENET),

  /** Both splits are normalized by the statistics of the training images. */
  async load(name, split, options) {
    const place = trees.find(name, options) ?? (await fetchOrRefuse(name, options));
    const tree = await openTree(place, options);
    try {
      return await loadFrom(tree, name, split, options);
    } finally {
      tree.close();
    }
  },
};

/** Names of the folders of the classes, in label order; empty for a data set that is not a tree of image files. */
export async function readWnids(
  { name, classes }: Pick<ImageDataset, "name" | "classes">,
  options: LoadOptions,
): Promise<readonly string[]> {
  const place = trees.answersTo(name) ? trees.find(name, options) : undefined;
  if (!place) return [];
  const tree = await openTree(place, options);
  try {
    return isTinyImagenet(tree) ? (await tinyImagenetClasses(tree)).wnids : classes;
  } finally {
    tree.close();
  }
}

async function fetchOrRefuse(name: string, options: LoadOptions): Promise<string> {
  if (name === TINY_IMAGENET) return fetchTinyImagenet(options);
  throw new DatasetError({
    code: "missing",
    problem: `${explainAbsence(resolve(name))}.`,
    remedy: "name a folder or an archive of images",
    path: resolve(name),
  });
}

async function openTree(place: string, { environment = process.env }: LoadOptions): Promise<FileTree> {
  if (statSync(place).isDirectory()) return folderTree(place);
  if (isArchive(place)) return openArchive(place, cacheFolder(environment));
  throw new DatasetError({
    code: "corrupt",
    problem: `${place}: expected a folder or an archive, got a different kind of file.`,
    remedy: "name a folder of images, or a .zip, .tar or .tar.gz of one",
    path: place,
  });
}

async function loadFrom(tree: FileTree, name: string, split: Split, options: LoadOptions): Promise<ImageDataset> {
  const { transform } = options;
  const { classes, list, size, exact } = await readContent(tree, name, options);
  const listings = { train: await list("train"), test: await list("test") }; // lists both first: what is missing is reported before decoding starts
  const { damagedImages: damaged = "refuse" } = options;
  if (damaged === "refuse") refuseOthers([listings.train, listings.test]);
  const policy = transform
    ? { size: transform.crop, exact: false, damaged, transform }
    : { size: size ?? (await chooseSize([listings.train, listings.test], options)), exact, damaged };
  const known = split === "test" ? options.normalization : undefined;
  const train = known ?? (await loadSplit(name, listings.train, policy, options));
  const wanted =
    isDecoded(train) && split === "train" ? train : await loadSplit(name, listings[split], policy, options);
  if (isDecoded(train) && train !== wanted) for (const tensor of [train.images, train.labels]) tensor.dispose();
  const { images, labels, sha256 } = wanted;
  const skipped = [...listings[split].others, ...wanted.skipped];
  const damagedFiles = new Set(wanted.skipped);
  const files = listings[split].files.map(({ path }) => path).filter((path) => !damagedFiles.has(path));
  if (skipped.length > 0) options.notify?.(describeSkipped(tree.root, split, skipped));
  const { mean, std } = train;
  return {
    name: name === TINY_IMAGENET ? name : tree.root,
    split,
    images,
    labels,
    classes,
    ...(options.classOrder && options.classOrder !== "text" && { classOrder: options.classOrder }),
    files,
    skipped,
    mean,
    std,
    sha256,
    ...(transform && { transform }),
  };
}

const isDecoded = (train: DecodedSet | Pick<ImageDataset, "mean" | "std">): train is DecodedSet => "images" in train;

interface Content {
  readonly classes: readonly string[];
  /** Side of the decoded images; `undefined` if it is still to be chosen. */
  readonly size: number | undefined;
  /** See {@link TreePolicy}. */
  readonly exact: boolean;
  list(split: Split): Listing | Promise<Listing>;
}

/** Tiny ImageNet is recognized by its files, also under a path. */
async function readContent(tree: FileTree, name: string, options: LoadOptions): Promise<Content> {
  if (name === TINY_IMAGENET || isTinyImagenet(tree)) {
    const { names } = await tinyImagenetClasses(tree);
    return {
      ...{ classes: names, size: TINY_IMAGENET_SIZE, exact: true },
      list: (split) => listTinyImagenet(tree, split),
    };
  }
  const size = options.imageSize ?? (options.ownSize ? undefined : TINY_IMAGENET_SIZE);
  const { classOrder } = options;
  const classes = imageFolderClasses(tree, classOrder);
  const order = classOrder ? undefined : describeNumberOrder(classes); // who chose one knows
  if (order) options.notify?.(`${tree.root}: ${order}`);
  return { classes, size, exact: false, list: (split) => listImageFolder(tree, split, classes) };
}

/** Chooses a size that nobody asked for, and says which. */
async function chooseSize(listings: readonly Listing[], { notify = () => {} }: LoadOptions): Promise<number> {
  const own = await findCommonSize(listings);
  const size = own ?? TINY_IMAGENET_SIZE;
  const why = own ? "the size of its pictures" : "its pictures have no common size of at most 512";
  notify(
    `${listings[0]?.tree.root}: images are ${size} × ${size} pixels (${why}); --image-size chooses a different size`,
  );
  return size;
}

/** Version of how pixels are made from a file; part of the key of what is cached. 2: transparent pixels are shown on black. */
const DECODER = 2;

/** Seconds between two lines about the progress of decoding. */
const NOTIFY_SECONDS = 10;

async function loadSplit(
  name: string,
  listing: Listing,
  policy: TreePolicy,
  options: LoadOptions,
): Promise<DecodedSet> {
  const { environment = process.env, notify = () => {}, anew = false, checkCache: check = true } = options;
  const { tree, split, files } = listing;
  const sources = tree.sources(files.map(({ path }) => path));
  const label = `${name === TINY_IMAGENET ? name : "folder"}-${policy.size}`;
  const file = decodedFile(cacheFolder(environment), label, split, sources, [DECODER, policy, files]);
  const kept = anew ? undefined : await openDecoded(file, { check, notify });
  if (kept) return kept;
  const what = `Decoding ${files.length} images of ${name} (${split} split)`;
  notify(what);
  let notified = performance.now();
  await decodeTree(file, listing, policy, (done) => {
    if (performance.now() - notified < 1000 * NOTIFY_SECONDS) return;
    notified = performance.now();
    notify(`${what}: ${Math.floor((100 * done) / files.length)}%`);
  });
  return (await openDecoded(file, { check: false })) as DecodedSet;
}

/** Number of skipped files that are named. */
const NAMED = 5;

function describeSkipped(root: string, split: Split, skipped: readonly string[]): string {
  const names = [...skipped.slice(0, NAMED), ...(skipped.length > NAMED ? ["…"] : [])].join(", ");
  const what =
    skipped.length > 1
      ? `${skipped.length} files left out, which are damaged or not images`
      : "1 file left out, which is damaged or not an image";
  return `${root} (${split} split): ${what}: ${names}`;
}
