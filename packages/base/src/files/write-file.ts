/**
 * Files written in one go.
 *
 * @module
 */
import { closeSync, openSync, writeFileSync } from "node:fs";
import { nameFile } from "../errors/system-error.js";
import { AtomicFile } from "./atomic-file.js";

/**
 * Writes a file that appears complete or not at all. A file that was at `path` stays as it was until the new one is complete,
 * and for good if this throws.
 *
 * @param chunks are asked for one by one, so that a large file is never in memory as a whole.
 */
export function writeFileAtomically(path: string, chunks: Iterable<string | Uint8Array>): void {
  const file = new AtomicFile(path);
  try {
    for (const chunk of chunks) writeFileSync(file.descriptor, chunk);
    file.finish();
  } catch (error) {
    file.abandon();
    throw nameFile(error, path);
  }
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
