/**
 * Checksums of images that the user brings: part of every cache key and result key that depends on them, so that a changed folder
 * never silently reuses old pixels or results.
 *
 *     checksum = SHA-256 over (path, SHA-256 of the content) of every file, in the order of the paths
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Checksums by the listing of their files (path, size, time of change), so that a process reads each folder once. */
const known = new Map<string, Promise<string>>();

/**
 * Computes the checksum of a folder's files. Where the folder lies, and when its files changed, does not matter.
 *
 * @param files paths in the folder; by default every file in it and in the folders below.
 * @returns 64 hexadecimal digits.
 * @throws the system's error if a file cannot be read.
 */
export async function checksumMaterial(folder: string, files: readonly string[] = listFiles(folder)): Promise<string> {
  const sorted = files.toSorted();
  const listing = sorted.map((file) => {
    const { size, mtimeMs, ino } = statSync(join(folder, file));
    return [file, size, mtimeMs, ino];
  });
  const key = JSON.stringify([folder, listing]);
  const checksum = known.get(key) ?? checksumFiles(folder, sorted);
  known.set(key, checksum);
  checksum.catch(() => known.delete(key)); // try again next time
  return checksum;
}

async function checksumFiles(folder: string, files: readonly string[]): Promise<string> {
  const all = createHash("sha256");
  for (const file of files) {
    const content = createHash("sha256");
    await pipeline(createReadStream(join(folder, file)), content);
    all.update(`${file}\0`).update(content.digest());
  }
  return all.digest("hex");
}

/** Paths of all files of a folder, with slashes. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(folder, path)).isFile());
}
