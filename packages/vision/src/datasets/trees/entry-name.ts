/**
 * Names of files in archives.
 *
 * @module
 */
import { createCorruptFileError } from "../../error.js";

/**
 * Reads a name as a path inside the archive.
 *
 * No file is ever written under a name from an archive, but a name that leads out of it was made to do harm.
 *
 * @param archive its path, for the error. @returns the name without a leading `./`.
 * @throws DatasetError for a name that is absolute, or contains `..`.
 * @example entryName("photos.zip", "./train/cat/a.jpg") // "train/cat/a.jpg"
 */
export function entryName(archive: string, name: string): string {
  const parts = name.split("/").filter((part) => part !== "." && part !== "");
  if (parts.length === 0 || name.startsWith("/") || /^[A-Za-z]:|\\|\0/.test(name) || parts.includes(".."))
    throw createCorruptFileError(
      archive,
      "an archive whose files are all inside it",
      `the name ${JSON.stringify(name)}`,
    );
  return parts.join("/");
}
