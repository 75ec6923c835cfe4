/**
 * Files in folders, wherever they lie: below a folder of the disk, or in an archive, which is read where it lies.
 *
 * Paths are relative to the root, with slashes; "" is the root itself.
 * @module
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files in folders. {@link FileTree.close} it when done. */
export interface FileTree {
  /** Path of the folder or of the archive. */
  readonly root: string;
  /** Whether there is a file or a folder of this path. */
  has(path: string): boolean;
  /** Names of the folders directly in a folder, sorted; hidden ones left out. */
  folders(folder: string): string[];
  /** Names of the files directly in a folder, sorted. */
  files(folder: string): string[];
  /** @throws Error when it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** The files on disk by which one knows whether these files have changed. */
  sources(paths: readonly string[]): string[];
  close(): void;
}

/** A folder of the disk. Links to folders and files count as what they lead to. */
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
    read: (path) => readFile(at(path)),
    sources: (paths) => paths.map(at),
    close: () => {},
  };
}
