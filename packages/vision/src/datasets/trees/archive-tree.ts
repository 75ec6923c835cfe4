/**
 * Archives as trees of files: `.zip` and `.tar`, read where they lie; `.tar.gz` once unpacked into the cache, for it can only be
 * read from its start.
 *
 *     CACHE/unpacked/<name>-<key>.tar
 *
 * A folder that alone stands at the top of an archive is its root: most are packed that way.
 * @module
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { makeFolder, ZipArchive, ZipError } from "@selectivity-lab/base";
import { createCorruptFileError, DatasetError } from "../../error.js";
import { entryName } from "./entry-name.js";
import type { FileTree } from "./file-tree.js";
import { tarEntries } from "./tar.js";

const GZIPPED_TAR = /\.(tar\.gz|tgz)$/i;

/** Whether a path is that of an archive which {@link openArchive} reads, by its name. */
export function isArchive(path: string): boolean {
  return /\.(zip|tar)$/i.test(path) || GZIPPED_TAR.test(path);
}

/**
 * Opens an archive.
 *
 * @param cache folder to which a gzipped one is unpacked.
 * @throws DatasetError when it is no whole archive, or holds a name that leads out of it.
 */
export async function openArchive(path: string, cache: string): Promise<FileTree> {
  try {
    if (/\.zip$/i.test(path)) return zipTree(path);
    return tarTree(path, GZIPPED_TAR.test(path) ? await gunzipped(path, cache) : path);
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
    const readers = files.map((name) => [entryName(path, name), () => archive.read(name)] as const);
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
    const entries = tarEntries(path, fstatSync(file).size, readAt);
    const readers = entries.map(({ name, start, size }) => [name, () => readAt(start, size)] as const);
    return archiveTree(path, new Map(readers), () => closeSync(file));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

type Readers = ReadonlyMap<string, () => Uint8Array>;

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
  const top = topOf(content);
  const at = (inside: string) => [top, inside].filter((part) => part !== "").join("/");
  const sorted = (names: ReadonlySet<string> | undefined) => [...(names ?? [])].sort();
  return {
    root: path,
    has: (inside) => readers.has(at(inside)) || content.has(at(inside)),
    folders: (inside) => sorted(content.get(at(inside))?.folders).filter((name) => !name.startsWith(".")),
    files: (inside) => sorted(content.get(at(inside))?.files),
    read: async (inside) => {
      const read = readers.get(at(inside));
      if (!read) throw new Error(`${path} has no ${inside}`);
      return read();
    },
    sources: () => [path],
    close,
  };
}

function topOf(content: ReadonlyMap<string, { folders: ReadonlySet<string>; files: ReadonlySet<string> }>): string {
  let top = "";
  for (let here = content.get(top); here?.files.size === 0 && here.folders.size === 1; here = content.get(top)) {
    const [only] = here.folders as ReadonlySet<string>;
    if (only === "train") break; // a data set without its test images: to be missed by whoever looks for them
    top = top === "" ? (only as string) : `${top}/${only}`;
  }
  return top;
}

/** The plain archive in the cache: there whole, or not at all. */
async function gunzipped(path: string, cache: string): Promise<string> {
  const { size, mtimeMs } = statSync(path);
  const key = createHash("sha256")
    .update(JSON.stringify([resolve(path), size, mtimeMs]))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cache, "unpacked");
  const target = join(folder, `${basename(path).replace(GZIPPED_TAR, "")}-${key}.tar`);
  if (existsSync(target)) return target;
  makeFolder(folder);
  const temporary = join(folder, `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, "w");
    await pipeline(createReadStream(path), createGunzip(), file.createWriteStream({ flush: true }));
    renameSync(temporary, target);
    return target;
  } catch (cause) {
    rmSync(temporary, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw cause;
    throw createCorruptFileError(path, "a whole gzip file", `bytes that do not unpack (${message})`, cause);
  }
}
