/**
 * JSON documents that are there whole or not at all.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { linkSync, rmSync, statSync } from "node:fs";
import { writeFileAtomically } from "./write-file.js";

/** Writes indented JSON atomically; non-finite numbers become the texts "NaN", "Infinity", "-Infinity". */
export function writeJsonAtomically(path: string, value: unknown): void {
  writeFileAtomically(path, [`${encodeJson(value, 2)}\n`]);
}

/**
 * The same, unless there is a file of this name already.
 *
 * Of several processes exactly one writes it: a hard link is made by one alone, on NFS too.
 *
 * @returns whether it was written.
 */
export function writeJsonOnce(path: string, value: unknown): boolean {
  const own = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  writeJsonAtomically(own, value);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return statSync(own).nlink === 2; // NFS may repeat a request whose answer was lost: then the link is there, and ours
  } finally {
    rmSync(own, { force: true });
  }
}

/** JSON text in which non-finite numbers are the texts "NaN", "Infinity", "-Infinity" instead of null. */
export function encodeJson(value: unknown, indent?: number): string {
  const encode = (_key: string, item: unknown) =>
    typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
  return JSON.stringify(value, encode, indent);
}
