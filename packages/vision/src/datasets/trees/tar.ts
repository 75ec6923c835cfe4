/**
 * Reads tar archives, as far as data sets need: finds their regular files.
 *
 *     entry   512-byte header: name at 0 (100 bytes), size at 124 (12 octal digits), type at 156, prefix of the name at 345
 *             content, padded to a multiple of 512
 *     end     a block of zeros
 *     type    "0" or NUL: a file; "L": its content is the name of the next entry; "x": its content has `path=` for the next entry
 *
 * Source: POSIX.1-2001, "ustar" and "pax"; GNU tar's long names.
 * @module
 */
import { createCorruptFileError } from "../../error.js";
import { entryName } from "./entry-name.js";

const BLOCK = 512;
/** Longest name in an entry of its own, in bytes. */
const LONGEST_NAME = 2 ** 16;

/** A regular file in an archive. */
export interface TarEntry {
  readonly name: string;
  /** Offset of its first byte in the archive. */
  readonly start: number;
  readonly size: number;
}

/** Reads `length` bytes of the archive at a position; fewer at its end. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/**
 * Lists the regular files of an archive.
 *
 * @param path path of the archive, for errors. @param size size of the archive in bytes.
 * @throws DatasetError if an entry has no size or extends beyond the end, the end is missing, or a name leads out of the archive.
 */
export function listTarEntries(path: string, size: number, readAt: ReadAt): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let start = 0; start + BLOCK <= size; ) {
    const header = Buffer.from(readAt(start, BLOCK));
    if (header[0] === 0) return entries;
    const length = Number.parseInt(readText(header, 124, 12), 8);
    const content = start + BLOCK;
    if (!(length >= 0 && content + length <= size))
      throw createCorruptFileError(
        path,
        `a tar archive whose entry at byte ${start} ends within it`,
        `a size of ${length} bytes`,
      );
    const type = readText(header, 156, 1);
    if (type === "L" || type === "x")
      longName = readLongName(Buffer.from(readAt(content, Math.min(length, LONGEST_NAME))), type);
    else {
      if (type === "0" || type === "")
        entries.push({ name: entryName(path, longName ?? readName(header)), start: content, size: length });
      longName = undefined;
    }
    start = content + Math.ceil(length / BLOCK) * BLOCK;
  }
  throw createCorruptFileError(path, "a tar archive with a block of zeros at its end", `${size} bytes without one`);
}

/** Reads an archive in memory. @returns its regular files as views into `bytes`, by the last part of their names. */
export function untar(path: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const readAt: ReadAt = (position, length) => bytes.subarray(position, position + length);
  return new Map(
    listTarEntries(path, bytes.length, readAt).map(({ name, start, size }) => [
      name.slice(name.lastIndexOf("/") + 1),
      bytes.subarray(start, start + size),
    ]),
  );
}

/** Reads a name of up to 255 bytes in two fields. GNU's own headers use the place of the second for other things. */
function readName(header: Buffer): string {
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? readText(header, 345, 155) : "";
  return prefix ? `${prefix}/${readText(header, 0, 100)}` : readText(header, 0, 100);
}

/** Reads the name in an entry of its own: pax has records `length key=value`, each ended by a newline; GNU has only the name. */
function readLongName(content: Buffer, type: "L" | "x"): string | undefined {
  if (type === "L") return readText(content, 0, content.length);
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(" ", at);
    const length = Number(content.toString("latin1", at, Math.max(at, space)));
    if (space < 0 || !(length > 0)) return undefined;
    const [, value] = /^path=([\s\S]*)\n$/.exec(content.toString("utf8", space + 1, at + length)) ?? [];
    if (value !== undefined) return value;
    at += length;
  }
  return undefined;
}

/** Reads the text of a field, up to its first NUL. */
function readText(bytes: Buffer, start: number, length: number): string {
  return (
    bytes
      .toString("utf8", start, start + length)
      .split("\0", 1)[0]
      ?.trim() ?? ""
  );
}
