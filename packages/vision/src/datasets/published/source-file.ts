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
import type { LocatedFiles } from "../contract/locate.js";
import { untar } from "../trees/tar.js";

const unzip = promisify(gunzip);

/** No source file of these data sets unpacks to more; a larger one is a different file, or a gzip bomb. */
const MOST_BYTES = 2 ** 28;

/**
 * Reads a source file, and unpacks it if its name ends in `.gz`.
 * @throws DatasetError if it cannot be read, or is a damaged gzip file.
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const stored = await readStored(path);
  return path.endsWith(".gz") ? { path, bytes: await unpack(path, stored.bytes) } : stored;
}

async function readStored(path: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch((cause: Error) => {
    const problem = `${path}: cannot be read: ${cause.message}.`;
    throw new DatasetError({ code: "unreadable", problem, remedy: "check its permissions", path, cause });
  });
  return { path, bytes };
}

/** CIFAR-100's archive unpacks to 184 MB. */
const MOST_ARCHIVE_BYTES = 2 ** 29;

/**
 * Reads the source files of a split as the official ones, whatever their form. Each is unpacked and converted in memory.
 *
 * @param names of the files in their form.
 * @throws DatasetError if one cannot be read, is damaged or not of that form, or an archive lacks it.
 */
export async function readSourceFiles(
  { paths, form, packed }: LocatedFiles,
  names: readonly string[],
): Promise<SourceFile[]> {
  const files = packed ? await readArchive(paths[0] as string, names) : await Promise.all(paths.map(readSourceFile));
  return files.map((file) => (form?.convert ? { path: file.path, bytes: form.convert(file) } : file));
}

async function readArchive(path: string, names: readonly string[]): Promise<SourceFile[]> {
  const { bytes } = await readStored(path);
  const members = untar(path, await unpack(path, bytes, MOST_ARCHIVE_BYTES));
  return names.map((name) => {
    const content = members.get(name);
    if (!content)
      throw createCorruptFileError(path, `an archive with ${name}`, `one of ${members.size} files without it`);
    return { path: `${path}/${name}`, bytes: content };
  });
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
