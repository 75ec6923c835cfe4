/**
 * JSON documents that are there whole or not at all.
 *
 * @module
 */
import { writeFileAtomically } from "@selectivity-lab/torch";

/** Writes indented JSON atomically; non-finite numbers become the texts "NaN", "Infinity", "-Infinity". */
export function writeJsonAtomically(path: string, value: unknown): void {
  writeFileAtomically(path, [`${encodeJson(value, 2)}\n`]);
}

/** JSON text in which non-finite numbers are the texts "NaN", "Infinity", "-Infinity" instead of null. */
export function encodeJson(value: unknown, indent?: number): string {
  const encode = (_key: string, item: unknown) =>
    typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
  return JSON.stringify(value, encode, indent);
}
