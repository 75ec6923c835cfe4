/**
 * Files that are there whole or not at all: written under a temporary name, flushed to the disk, renamed.
 *
 * @module
 */
import { open, rename, rm } from "node:fs/promises";

/** Writes a file so that a reader, or a machine that dies, sees the old bytes or the new ones and nothing between. */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFlushed(temporary, data);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes indented JSON atomically; non-finite numbers become the texts "NaN", "Infinity", "-Infinity". */
export function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  return writeFileAtomic(path, `${encodeJson(value, 2)}\n`);
}

/** JSON text in which non-finite numbers are the texts "NaN", "Infinity", "-Infinity" instead of null. */
export function encodeJson(value: unknown, indent?: number): string {
  const encode = (_key: string, item: unknown) =>
    typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
  return JSON.stringify(value, encode, indent);
}

async function writeFlushed(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}
