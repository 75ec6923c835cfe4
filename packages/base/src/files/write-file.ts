/**
 * Files that are there whole or not at all, whenever the process or the machine dies.
 * @module
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file under a temporary name in the same folder, flushes it, renames it, and flushes the folder. A file that
 * was at `path` stays as it was until the new one is complete, and for good if this throws.
 *
 * @param chunks asked for one by one, so that a large file never lies in memory whole.
 */
export function writeFileAtomically(path: string, chunks: Iterable<string | Uint8Array>): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    withFile(temporary, "wx", (file) => {
      for (const chunk of chunks) writeFileSync(file, chunk);
      fsyncSync(file);
    });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  withFile(dirname(path), "r", fsyncSync); // the rename itself is a change of the folder
}

/** Opens a file for as long as `use` runs. */
export function withFile<T>(path: string, flags: string, use: (file: number) => T): T {
  const file = openSync(path, flags);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}
