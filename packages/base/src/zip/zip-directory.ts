/**
 * The directory at the end of a zip archive: which entries there are, and where they lie.
 *
 * Pure: reads through a function that returns bytes, or throws where the archive has no such bytes. Source: PKWARE's APPNOTE 6.3.10.
 * @module
 */
import { FileError } from "../errors/file-error.js";

/** A file is not a complete zip archive, or cannot be read. */
export class ZipError extends FileError {
  override readonly name = "ZipError";
}

/** An archive whose bytes are not what they should be. @param complaint a sentence without the path. */
export function damagedArchive(path: string, complaint: string, cause?: unknown): ZipError {
  const remedy = "replace the archive with a fresh copy";
  return new ZipError({ code: "damaged-archive", path, complaint, remedy, cause });
}

/** Where an entry lies, in bytes. */
interface EntryPlace {
  readonly packed: number;
  readonly size: number;
  /** Where its header begins; its bytes follow. */
  readonly header: number;
}

/** What the directory says of an entry. */
export interface ZipEntry extends EntryPlace {
  readonly method: number;
  /** The checksum of the unpacked bytes. */
  readonly crc: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
/** Bytes of an end record with the longest possible comment after it. */
const LONGEST_END = 22 + 0xffff;

/**
 * Reads the directory.
 *
 * @param path for errors. @param size of the archive, in bytes. @param read some of its bytes.
 * @returns entries by name, in the archive's order.
 * @throws {@link ZipError}
 */
export function readZipDirectory(
  path: string,
  size: number,
  read: (position: number, length: number) => Buffer,
): Map<string, ZipEntry> {
  const { count, start, length } = findDirectory(path, size, read);
  const directory = read(start, length);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > length || directory.readUInt32LE(at) !== CENTRAL)
      throw damagedArchive(path, `expected ${count} entries in its directory, got ${i}.`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      directory.readUInt16LE(at + offset),
    ) as [number, number, number];
    const name = directory.toString("utf8", at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const plain = {
      size: directory.readUInt32LE(at + 24),
      packed: directory.readUInt32LE(at + 20),
      header: directory.readUInt32LE(at + 42),
    };
    const [method, crc] = [directory.readUInt16LE(at + 10), directory.readUInt32LE(at + 16)];
    entries.set(name, { method, crc, ...readWideSizes(path, plain, extra) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function findDirectory(path: string, size: number, read: (position: number, length: number) => Buffer) {
  const from = Math.max(0, size - LONGEST_END);
  const tail = read(from, size - from);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
  if (at < 0) throw damagedArchive(path, "expected a zip archive, got something else or an incomplete one.");
  const locator =
    at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64 ? Number(tail.readBigUInt64LE(at - 12)) : undefined;
  if (locator === undefined)
    return {
      count: tail.readUInt16LE(at + 10),
      length: tail.readUInt32LE(at + 12),
      start: tail.readUInt32LE(at + 16),
    };
  const wide = read(locator, 56);
  if (wide.readUInt32LE(0) !== END_64)
    throw damagedArchive(path, "expected the end of a large archive, got other bytes.");
  const number = (offset: number) => Number(wide.readBigUInt64LE(offset));
  return { count: number(32), length: number(40), start: number(48) };
}

/** Takes sizes that do not fit into 32 bits from the extra field, where they are in this order. */
function readWideSizes(path: string, plain: EntryPlace, extra: Buffer): EntryPlace {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const wide = (value: number) => {
      if (value !== 0xffffffff) return value;
      next += 8;
      if (next > extra.length) throw damagedArchive(path, "its directory lacks the size of a large entry.");
      return Number(extra.readBigUInt64LE(next - 8));
    };
    const size = wide(plain.size);
    const packed = wide(plain.packed);
    return { size, packed, header: wide(plain.header) };
  }
  return plain;
}
