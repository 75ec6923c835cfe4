/**
 * Reads tar archives, as far as the archives of data sets need: regular files with short names.
 *
 *     entry   512-byte header: name at 0 (100 bytes), size at 124 (12 octal digits), type at 156 ("0" or NUL: a file)
 *             content, padded to a multiple of 512
 *
 * Source: POSIX.1-1988, "ustar".
 * @module
 */
import { corrupt } from "./error.js";

const BLOCK = 512;

/**
 * The regular files of an archive, as views into `bytes`, by the last part of their names.
 *
 * @param path of the archive, for errors.
 * @throws DatasetError when an entry has no size or reaches beyond the end.
 */
export function untar(path: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let start = 0; start + BLOCK <= bytes.length && bytes[start] !== 0; ) {
    const name = text(bytes, start, 100);
    const size = Number.parseInt(text(bytes, start + 124, 12), 8);
    const content = start + BLOCK;
    if (!(size >= 0 && content + size <= bytes.length))
      throw corrupt(path, `a tar archive whose entry at byte ${start} ends within it`, `a size of ${size} bytes`);
    if (["0", ""].includes(text(bytes, start + 156, 1)))
      files.set(name.slice(name.lastIndexOf("/") + 1), bytes.subarray(content, content + size));
    start = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** ASCII text in a field, up to its first NUL. */
function text(bytes: Uint8Array, start: number, length: number): string {
  const field = Buffer.from(bytes.subarray(start, start + length)).toString("latin1");
  return field.split("\0", 1)[0]?.trim() ?? "";
}
