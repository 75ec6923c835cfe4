/**
 * Names of files in archives.
 *
 * @module
 */
import { createCorruptFileError } from "../../error.js";

/**
 * A name as a path inside of the archive.
 *
 * Nothing is ever unpacked under the names in an archive; one that leads out of it was made to do harm elsewhere.
 *
 * @param archive its path, for the error. @returns the name without a leading `./`.
 * @throws DatasetError for a name that is absolute, or goes up.
 * @example entryName("photos.zip", "./train/cat/a.jpg") // "train/cat/a.jpg"
 */
export function entryName(archive: string, name: string): string {
  const parts = name.split("/").filter((part) => part !== "." && part !== "");
  if (parts.length === 0 || name.startsWith("/") || /^[A-Za-z]:|\\|\0/.test(name) || parts.includes(".."))
    throw createCorruptFileError(archive, "an archive of files that lie within it", `the name ${JSON.stringify(name)}`);
  return parts.join("/");
}
