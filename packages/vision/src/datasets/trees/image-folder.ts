/**
 * A user's images, in the folders that torchvision's ImageFolder reads.
 *
 *     FOLDER/train/<class>/…: JPEG, PNG, WebP, TIFF, GIF, AVIF, also in folders below
 *     FOLDER/test/<class>/…, or val/<class>/…
 *
 * Classes are the folders of `train`, in an order: see class-order.ts.
 * @module
 */
import { join } from "node:path";
import { DatasetError } from "../../error.js";
import type { Split } from "../contract/format.js";
import type { ClassOrder } from "../contract/kind.js";
import { orderClasses } from "./class-order.js";
import type { FileTree } from "./file-tree.js";
import { imageFilesBelow } from "./image-files.js";
import type { Listing } from "./image-tree.js";

/** The classes of a folder of images. @throws DatasetError unless there are at least two, and for an order of others. */
export function imageFolderClasses(tree: FileTree, order: ClassOrder = "text"): string[] {
  const classes = tree.has("train") ? tree.folders("train") : [];
  if (classes.length >= 2) return orderClasses(tree.root, classes, order);
  throw new DatasetError({
    code: "missing",
    problem: `${tree.root}: expected folders train/<class>/ of at least two classes, found ${classes.length}.`,
    remedy:
      "put the training images of each class into train/<class>/, and the test images into test/<class>/ or val/<class>/",
    path: tree.root,
  });
}

/** How many classes a line on their order shows. */
const SHOWN = 4;

/**
 * A line on the order of classes that are named by numbers; `undefined` where it is that of the numbers, or names are no numbers.
 *
 * Names are sorted as text, as torchvision sorts them, so that 10 stands before 2; timm sorts them as numbers. To a network from
 * elsewhere the order decides which output is which class.
 */
export function describeNumberOrder(classes: readonly string[]): string | undefined {
  if (!classes.every((name) => /^\d+$/.test(name))) return undefined;
  if (classes.every((name, label) => label === 0 || Number(classes[label - 1]) <= Number(name))) return undefined;
  const first = classes.slice(0, SHOWN).join(", ");
  return `classes are named by numbers and are in the order of text: ${first}, … (torchvision's ImageFolder does the same, timm sorts by number: --class-order natural, or classOrder=natural in a recipe)`;
}

/**
 * Lists the images of a split.
 *
 * @param classes in label order; by default as text.
 * @throws DatasetError for a class without images, a test class without training images, or a missing test folder.
 */
export function listImageFolder(tree: FileTree, split: Split, classes = imageFolderClasses(tree)): Listing {
  const folder = split === "train" ? "train" : testFolder(tree);
  const strangers = tree.folders(folder).filter((name) => !classes.includes(name));
  if (strangers.length > 0)
    throw new DatasetError({
      code: "corrupt",
      problem: `${join(tree.root, folder)}: train/ has no class ${strangers.join(", ")}.`,
      remedy: "add training images of every class, or remove these folders",
      path: join(tree.root, folder),
    });
  const found = classes.map((name) => imageFilesBelow(tree, `${folder}/${name}`));
  const files = found.flatMap(({ images }, label) => images.map((path) => ({ path, label })));
  return { split, tree, files, others: found.flatMap(({ others }) => others) };
}

function testFolder(tree: FileTree): string {
  const found = ["test", "val"].find((name) => tree.has(name));
  if (found) return found;
  throw new DatasetError({
    code: "missing",
    problem: `${tree.root}: expected a folder test/ or val/, found neither.`,
    remedy: "put the test images into test/<class>/; validation images are drawn from train/",
    path: tree.root,
  });
}
