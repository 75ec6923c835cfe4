/**
 * Tiny ImageNet: 64 × 64 images of 200 classes of ImageNet, in its published folders.
 *
 *     wnids.txt                                    classes, one per line
 *     words.txt                                    wnid, tab, names
 *     train/<wnid>/images/*.JPEG                   500 per class
 *     val/images/*.JPEG, val/val_annotations.txt   50 per class: file, tab, wnid, tab, box
 *
 * The published test images have no labels, so the validation images are the test split, as in the literature; validation images
 * are drawn from the training images. A folder with fewer classes is used as it is.
 * Source: Stanford CS231N, http://cs231n.stanford.edu/tiny-imagenet-200.zip
 * @module
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { createCorruptFileError } from "../../error.js";
import type { Download, Split } from "../contract/format.js";
import { isArchive } from "./archive-tree.js";
import type { FileTree } from "./file-tree.js";
import { imageFiles } from "./image-files.js";
import type { Listing } from "./image-tree.js";

/** Side of its square images, in pixels. */
export const TINY_IMAGENET_SIZE = 64;

/** The official archive. The checksum is the one that many loaders use; the authors publish none. */
export const TINY_IMAGENET_ZIP: Download = {
  url: "http://cs231n.stanford.edu/tiny-imagenet-200.zip",
  md5: "90528d7ca1a48142e341f4ef8d21d0de",
  bytes: 248_100_043,
};

/** Finds Tiny ImageNet: a data folder itself, or a folder or an archive `tiny-imagenet-…` in one. */
export function locateTinyImagenet(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const below = (existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [])
      .filter((name) => name.startsWith("tiny-imagenet"))
      .sort()
      .map((name) => join(folder, name));
    const found =
      [folder, ...below].find((one) => existsSync(join(one, "wnids.txt")) && existsSync(join(one, "train"))) ??
      below.find(isArchive);
    if (found) return found;
  }
  return undefined;
}

/** Whether a tree has the folders of Tiny ImageNet. */
export function isTinyImagenet(tree: FileTree): boolean {
  return tree.has("wnids.txt") && tree.has("val/val_annotations.txt");
}

/** Reads the names of the classes, in the order of their wnids. */
export async function tinyImagenetClasses(
  tree: FileTree,
): Promise<{ readonly wnids: readonly string[]; readonly names: readonly string[] }> {
  const wnids = (await readLines(tree, "wnids.txt")).sort();
  const words = new Map((await readLines(tree, "words.txt")).map((line) => line.split("\t") as [string, string]));
  return { wnids, names: wnids.map((wnid) => words.get(wnid)?.split(",", 1)[0] ?? wnid) };
}

/**
 * Lists the images of a split.
 *
 * @throws DatasetError for a class without images, an annotation of an unknown class, or an image without annotation.
 */
export async function listTinyImagenet(tree: FileTree, split: Split): Promise<Listing> {
  const { wnids } = await tinyImagenetClasses(tree);
  return {
    split,
    tree,
    others: [],
    files: split === "train" ? listTrainFiles(tree, wnids) : await listValidationFiles(tree, wnids),
  };
}

function listTrainFiles(tree: FileTree, wnids: readonly string[]): Listing["files"] {
  return wnids.flatMap((wnid, label) =>
    imageFiles(tree, `train/${wnid}/images`).images.map((path) => ({ path, label })),
  );
}

async function listValidationFiles(tree: FileTree, wnids: readonly string[]): Promise<Listing["files"]> {
  const annotations = "val/val_annotations.txt";
  const labelOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const classOf = new Map((await readLines(tree, annotations)).map((line) => line.split("\t", 2) as [string, string]));
  return imageFiles(tree, "val/images").images.map((path) => {
    const name = basename(path);
    const wnid = classOf.get(name);
    const label = labelOf.get(wnid ?? "");
    if (label === undefined)
      throw createCorruptFileError(
        join(tree.root, annotations),
        `a line for ${name} with a class of wnids.txt`,
        wnid ? `class ${wnid}` : "no line",
      );
    return { path, label };
  });
}

async function readLines(tree: FileTree, path: string): Promise<string[]> {
  if (!tree.has(path)) throw createCorruptFileError(join(tree.root, path), "a file of Tiny ImageNet", "nothing");
  return Buffer.from(await tree.read(path))
    .toString("utf8")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}
