/**
 * The image files of a folder.
 *
 * @module
 */
import { join } from "node:path";
import { DatasetError } from "./error.js";
import type { FileTree } from "./file-tree.js";

const IMAGE = /\.(jpe?g|png|webp)$/i;

/**
 * Paths of every JPEG, PNG and WebP file in a folder of a tree, by name.
 * @throws DatasetError when the folder is missing or holds none.
 */
export function imageFiles(tree: FileTree, folder: string): string[] {
  const names = tree.has(folder) ? tree.files(folder).filter((name) => IMAGE.test(name) && !name.startsWith(".")) : [];
  if (names.length > 0) return names.map((name) => (folder === "" ? name : `${folder}/${name}`));
  const path = join(tree.root, folder);
  throw new DatasetError(
    "missing",
    `${path}: expected image files of a class, ${tree.has(folder) ? "found none" : "there is no such folder"}.`,
    "Put the class's .jpg, .png or .webp files there, or remove the class.",
    { path },
  );
}
