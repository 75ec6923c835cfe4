/**
 * Source files in memory: found plain or gzipped, unpacked, with the checksum of what is in them.
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { createCorruptFileError, DatasetError } from "../../error.js";
import type { SourceFile } from "../contract/format.js";

const unzip = promisify(gunzip);

/** No source file of a data set here unpacks to more; what does is another file, or a gzip bomb. */
const MOST_BYTES = 2 ** 28;

/**
 * The content of a source file, unpacked when its name ends in `.gz`.
 * @throws DatasetError when it cannot be read, or is no whole gzip file.
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const stored = await readFile(path).catch((cause: Error) => {
    const problem = `${path}: cannot be read: ${cause.message}.`;
    throw new DatasetError({ code: "unreadable", problem, remedy: "check its permissions", path, cause });
  });
  return { path, bytes: path.endsWith(".gz") ? await unpack(path, stored) : stored };
}

/** Unpacks gzip bytes that came from `path`. */
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
