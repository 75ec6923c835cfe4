/**
 * The image files of a folder.
 *
 * @module
 */
import { join } from "node:path";
import { DatasetError } from "../../error.js";
import type { FileTree } from "./file-tree.js";

const IMAGE = /\.(jpe?g|png|webp|tiff?|gif|avif)$/i;
/** Formats that others read and sharp does not: skipping them silently would make a different data set. */
const OTHER_IMAGE = /\.(bmp|dib|ppm|pgm|pbm|pnm|heic|heif|jp2|jxl)$/i;
/** Number of files that are named. */
const NAMED = 3;

/**
 * Lists the image files of a folder of a tree, by name.
 *
 * @throws DatasetError if the folder is missing, has no images, or has images in an unsupported format.
 */
export function imageFiles(tree: FileTree, folder: string): string[] {
  return required(tree, folder, tree.has(folder) ? filesIn(tree, folder) : []);
}

/** Lists the image files of a folder and of the folders below it. */
export function imageFilesBelow(tree: FileTree, folder: string): string[] {
  return required(tree, folder, tree.has(folder) ? filesBelow(tree, folder) : []);
}

function filesBelow(tree: FileTree, folder: string): string[] {
  const below = tree.folders(folder).flatMap((name) => filesBelow(tree, inside(folder, name)));
  return [...filesIn(tree, folder), ...below];
}

function filesIn(tree: FileTree, folder: string): string[] {
  const names = tree.files(folder).filter((name) => !name.startsWith("."));
  const others = names.filter((name) => OTHER_IMAGE.test(name));
  if (others.length > 0) throw unread(join(tree.root, folder), others);
  return names.filter((name) => IMAGE.test(name)).map((name) => inside(folder, name));
}

const inside = (folder: string, name: string) => (folder === "" ? name : `${folder}/${name}`);

function required(tree: FileTree, folder: string, paths: string[]): string[] {
  if (paths.length > 0) return paths;
  const path = join(tree.root, folder);
  throw new DatasetError({
    code: "missing",
    problem: `${path}: expected image files of a class, ${tree.has(folder) ? "found none" : "but there is no such folder"}.`,
    remedy: "put the images of the class there (.jpg, .png, .webp, .tif, .gif, .avif), or remove the class",
    path,
  });
}

function unread(path: string, names: readonly string[]): DatasetError {
  const some = names.slice(0, NAMED).join(", ");
  return new DatasetError({
    code: "corrupt",
    problem: `${path}: has ${names.length} image${names.length > 1 ? "s" : ""} in an unsupported format: ${some}${names.length > NAMED ? ", …" : ""}.`,
    remedy: "convert them to PNG, or move them away",
    path,
  });
}
