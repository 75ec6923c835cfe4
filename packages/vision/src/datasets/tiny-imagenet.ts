/**
 * Tiny ImageNet: 64 × 64 pictures of 200 classes of ImageNet, in the folders in which it is published.
 *
 *     wnids.txt                                    classes, one a line
 *     words.txt                                    wnid, tab, names
 *     train/<wnid>/images/*.JPEG                   500 a class
 *     val/images/*.JPEG, val/val_annotations.txt   50 a class: file, tab, wnid, tab, box
 *
 * The published test pictures have no labels, so the validation pictures are the test split, as in the literature; validation
 * is drawn from the training pictures. A folder with fewer classes is taken as it is.
 * Source: Stanford CS231N, http://cs231n.stanford.edu/tiny-imagenet-200.zip
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { corrupt } from "./error.js";
import type { Split } from "./format.js";
import { imageFiles } from "./image-files.js";
import type { Listing } from "./image-tree.js";

/** Its pictures are square, of so many pixels a side. */
export const TINY_IMAGENET_SIZE = 64;

/** The folder of Tiny ImageNet in one of the data folders, itself or below it. */
export function locateTinyImagenet(folders: readonly string[]): string | undefined {
  const candidates = folders.flatMap((folder) => [
    folder,
    ...(existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [])
      .filter((name) => name.startsWith("tiny-imagenet"))
      .sort()
      .map((name) => join(folder, name)),
  ]);
  return candidates.find((folder) => existsSync(join(folder, "wnids.txt")) && existsSync(join(folder, "train")));
}

/** Names of the classes, in the order of their wnids. */
export function tinyImagenetClasses(root: string): { readonly wnids: string[]; readonly names: string[] } {
  const wnids = lines(join(root, "wnids.txt")).sort();
  const words = new Map(lines(join(root, "words.txt")).map((line) => line.split("\t") as [string, string]));
  return { wnids, names: wnids.map((wnid) => words.get(wnid)?.split(",", 1)[0] ?? wnid) };
}

/**
 * The pictures of a split.
 *
 * @throws DatasetError for a class without pictures, an annotation of another class, or pictures without annotation.
 */
export function listTinyImagenet(root: string, split: Split): Listing {
  const { wnids } = tinyImagenetClasses(root);
  return { root, files: split === "train" ? trainFiles(root, wnids) : validationFiles(root, wnids) };
}

function trainFiles(root: string, wnids: readonly string[]): Listing["files"] {
  return wnids.flatMap((wnid, label) =>
    imageFiles(join(root, "train", wnid, "images")).map((path) => ({ path, label })),
  );
}

function validationFiles(root: string, wnids: readonly string[]): Listing["files"] {
  const annotations = join(root, "val", "val_annotations.txt");
  const labelOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const classOf = new Map(lines(annotations).map((line) => line.split("\t", 2) as [string, string]));
  return imageFiles(join(root, "val", "images")).map((path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const wnid = classOf.get(name);
    const label = labelOf.get(wnid ?? "");
    if (label === undefined)
      throw corrupt(annotations, `a line for ${name} with a class of wnids.txt`, wnid ? `class ${wnid}` : "no line");
    return { path, label };
  });
}

function lines(path: string): string[] {
  if (!existsSync(path)) throw corrupt(path, "a file of Tiny ImageNet", "nothing");
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}
