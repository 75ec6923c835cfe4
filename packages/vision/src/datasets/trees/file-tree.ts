/**
 * Files in folders: below a folder of the disk, or in an archive that is read in place.
 *
 * Paths are relative to the root, with slashes; "" is the root.
 * @module
 */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files in folders. {@link FileTree.close} it when done. */
export interface FileTree {
  /** Path of the folder or of the archive. */
  readonly root: string;
  /** Whether a file or a folder has this path. */
  has(path: string): boolean;
  /** Names of the folders directly in a folder, sorted, without hidden ones. */
  folders(folder: string): string[];
  /** Names of the files directly in a folder, sorted. */
  files(folder: string): string[];
  /** Reads the first bytes of a file; none if it is not a regular file. */
  head(path: string, length: number): Uint8Array;
  /** Reads a file. @throws Error if it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** Paths of the files on the disk whose size and time show whether these files have changed. */
  sources(paths: readonly string[]): string[];
  close(): void;
}

/** A folder of the disk. Links are followed. */
export function folderTree(root: string): FileTree {
  const at = (path: string) => join(root, path);
  const entries = (folder: string) => readdirSync(at(folder), { withFileTypes: true });
  const isFolder = (folder: string, entry: ReturnType<typeof entries>[number]) =>
    entry.isSymbolicLink()
      ? statSync(join(at(folder), entry.name), { throwIfNoEntry: false })?.isDirectory() === true
      : entry.isDirectory();
  return {
    root,
    has: (path) => existsSync(at(path)),
    folders: (folder) =>
      entries(folder)
        .filter((entry) => !entry.name.startsWith(".") && isFolder(folder, entry))
        .map(({ name }) => name)
        .sort(),
    files: (folder) =>
      entries(folder)
        .filter((entry) => !isFolder(folder, entry))
        .map(({ name }) => name)
        .sort(),
    head: (path, length) => readHead(at(path), length),
    read: (path) => readFile(at(path)),
    sources: (paths) => paths.map(at),
    close: () => {},
  };
}

function readHead(path: string, length: number): Uint8Array {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return new Uint8Array(); // a pipe would wait for its writer
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
  } finally {
    closeSync(file);
  }
}
