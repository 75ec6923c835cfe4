/**
 * Anyone's images, in the folders that torchvision's ImageFolder reads.
 *
 *     FOLDER/train/<class>/*.jpg, .png, .webp
 *     FOLDER/test/<class>/…, or val/<class>/…
 *
 * Classes are the folders of `train`, by name.
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatasetError } from "./error.js";
import type { Split } from "./format.js";
import { imageFiles } from "./image-files.js";
import type { Listing } from "./image-tree.js";

/** Whether a data set's name is a path: it has a slash in it, or is a dot. */
export function isImageFolder(name: string): boolean {
  return name.includes("/") || name === "." || name === "..";
}

/** The classes of a folder of images. @throws DatasetError unless there are two at least. */
export function imageFolderClasses(root: string): string[] {
  const train = join(root, "train");
  const classes = existsSync(train) ? foldersIn(train) : [];
  if (classes.length >= 2) return classes;
  throw new DatasetError(
    "missing",
    `${root}: expected a folder with train/<class>/ for two classes or more, found ${classes.length} of them.`,
    "Put the training images of each class into a folder of its own below train/, those for testing below test/ or val/.",
    { path: root },
  );
}

/**
 * The images of a split.
 *
 * @throws DatasetError for a class without images, a class that is not one of training, or no test folder.
 */
export function listImageFolder(root: string, split: Split): Listing {
  const classes = imageFolderClasses(root);
  const folder = split === "train" ? join(root, "train") : testFolder(root);
  const strangers = foldersIn(folder).filter((name) => !classes.includes(name));
  if (strangers.length > 0)
    throw new DatasetError(
      "corrupt",
      `${folder}: has the class${strangers.length > 1 ? "es" : ""} ${strangers.join(", ")}, which train/ has not.`,
      "Every class needs training images.",
      { path: folder },
    );
  return {
    root,
    files: classes.flatMap((name, label) => imageFiles(join(folder, name)).map((path) => ({ path, label }))),
  };
}

function testFolder(root: string): string {
  const found = ["test", "val"].map((name) => join(root, name)).find((folder) => existsSync(folder));
  if (found) return found;
  throw new DatasetError(
    "missing",
    `${root}: has neither test/ nor val/.`,
    "Put the images to test on into test/<class>/; validation images are drawn from train/.",
    { path: root },
  );
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}
