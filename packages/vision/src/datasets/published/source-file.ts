/**
 * Source files in memory: read plain or gzipped, with the checksum of their content.
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { createCorruptFileError, DatasetError } from "../../error.js";
import type { SourceFile } from "../contract/format.js";

const unzip = promisify(gunzip);

/** No source file of these data sets unpacks to more; a larger one is a different file, or a gzip bomb. */
const MOST_BYTES = 2 ** 28;

/**
 * Reads a source file, and unpacks it if its name ends in `.gz`.
 * @throws DatasetError if it cannot be read, or is a damaged gzip file.
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const stored = await readFile(path).catch((cause: Error) => {
    const problem = `${path}: cannot be read: ${cause.message}.`;
    throw new DatasetError({ code: "unreadable", problem, remedy: "check its permissions", path, cause });
  });
  return { path, bytes: path.endsWith(".gz") ? await unpack(path, stored) : stored };
}

/** Unpacks the gzip bytes of the file `path`. */
export async function unpack(path: string, packed: Uint8Array, mostBytes = MOST_BYTES): Promise<Uint8Array> {
  return await unzip(packed, { maxOutputLength: mostBytes }).catch((cause: Error) => {
    throw createCorruptFileError(
      path,
      "a whole gzip file",
      `${packed.length} bytes that do not unpack (${cause.message})`,
      cause,
    );
  });
}

/** SHA-256 as hexadecimal text. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
