/**
 * The image files of a folder.
 *
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatasetError } from "./error.js";

const IMAGE = /\.(jpe?g|png|webp)$/i;

/**
 * Every JPEG, PNG and WebP file in a folder, by name.
 * @throws DatasetError when the folder is missing or holds none.
 */
export function imageFiles(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => IMAGE.test(name)) : [];
  if (names.length > 0) return names.sort().map((name) => join(folder, name));
  throw new DatasetError(
    "missing",
    `${folder}: expected image files of a class, ${existsSync(folder) ? "found none" : "there is no such folder"}.`,
    "Put the class's .jpg, .png or .webp files there, or remove the class.",
    { path: folder },
  );
}
