/**
 * Archives as trees of files: `.zip` and `.tar` are read in place, `.tar.gz` is first unpacked into the cache.
 *
 * If the top of an archive contains a single folder, as is common, that folder is the root.
 * @module
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ZipArchive, ZipError } from "@selectivity-lab/base";
import { createCorruptFileError, DatasetError } from "../../error.js";
import { entryName } from "./entry-name.js";
import type { FileTree } from "./file-tree.js";
import { listTarEntries } from "./tar.js";
import { GZIPPED_TAR, unpackGzip } from "./unpack-gzip.js";

/** Whether a path has the ending of an archive that {@link openArchive} reads. */
export function isArchive(path: string): boolean {
  return /\.(zip|tar)$/i.test(path) || GZIPPED_TAR.test(path);
}

/**
 * Opens an archive.
 *
 * @param cache folder into which a gzipped archive is unpacked.
 * @throws DatasetError if the archive is damaged, or contains a name that leads out of it.
 */
export async function openArchive(path: string, cache: string): Promise<FileTree> {
  try {
    if (/\.zip$/i.test(path)) return zipTree(path);
    return tarTree(path, GZIPPED_TAR.test(path) ? await unpackGzip(path, cache) : path);
  } catch (cause) {
    if (cause instanceof ZipError)
      throw createCorruptFileError(path, "a whole zip archive", cause.complaint.replace(/\.$/, ""), cause);
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof DatasetError || code === undefined) throw cause;
    const problem = `${path}: cannot be read (${code}).`;
    throw new DatasetError({ code: "unreadable", problem, remedy: "check its permissions", path, cause });
  }
}

function zipTree(path: string): FileTree {
  const archive = new ZipArchive(path);
  try {
    const files = archive.names.filter((name) => !name.endsWith("/") && !name.startsWith("__MACOSX/"));
    const readers = files.map((name) => {
      const read = () => archive.read(name);
      return [entryName(path, name), { read, head: (length: number) => read().subarray(0, length) }] as const;
    });
    return archiveTree(path, new Map(readers), () => archive.close());
  } catch (error) {
    archive.close();
    throw error;
  }
}

function tarTree(path: string, plain: string): FileTree {
  const file = openSync(plain, "r");
  const readAt = (position: number, length: number) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  };
  try {
    const entries = listTarEntries(path, fstatSync(file).size, readAt);
    const readers = entries.map(({ name, start, size }) => {
      const head = (length: number) => readAt(start, Math.min(length, size));
      return [name, { read: () => readAt(start, size), head }] as const;
    });
    return archiveTree(path, new Map(readers), () => closeSync(file));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

interface Reader {
  read(): Uint8Array;
  head(length: number): Uint8Array;
}

type Readers = ReadonlyMap<string, Reader>;

function archiveTree(path: string, readers: Readers, close: () => void): FileTree {
  const content = new Map<string, { folders: Set<string>; files: Set<string> }>();
  const folder = (name: string) => {
    const known = content.get(name) ?? { folders: new Set(), files: new Set() };
    content.set(name, known);
    return known;
  };
  folder("");
  for (const name of readers.keys()) {
    const parts = name.split("/");
    for (const [depth, part] of parts.entries())
      folder(parts.slice(0, depth).join("/"))[depth === parts.length - 1 ? "files" : "folders"].add(part);
  }
  const top = findTop(content);
  const at = (inside: string) => [top, inside].filter((part) => part !== "").join("/");
  const sorted = (names: ReadonlySet<string> | undefined) => [...(names ?? [])].sort();
  const find = (inside: string): Reader => {
    const reader = readers.get(at(inside));
    if (!reader) throw new Error(`${path} has no ${inside}`);
    return reader;
  };
  return {
    root: path,
    has: (inside) => readers.has(at(inside)) || content.has(at(inside)),
    folders: (inside) => sorted(content.get(at(inside))?.folders).filter((name) => !name.startsWith(".")),
    files: (inside) => sorted(content.get(at(inside))?.files),
    head: (inside, length) => find(inside).head(length),
    read: async (inside) => find(inside).read(),
    sources: () => [path],
    close,
  };
}

function findTop(content: ReadonlyMap<string, { folders: ReadonlySet<string>; files: ReadonlySet<string> }>): string {
  let top = "";
  for (let here = content.get(top); here?.files.size === 0 && here.folders.size === 1; here = content.get(top)) {
    const [only] = here.folders as ReadonlySet<string>;
    if (only === "train") break; // a data set without test images: reported where they are looked for
    top = top === "" ? (only as string) : `${top}/${only}`;
  }
  return top;
}
