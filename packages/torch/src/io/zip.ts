/**
 * Zip archives, as far as NumPy's `.npz` and PyTorch's `.pt` files need them: stored and deflated entries, also of more than
 * four gigabytes.
 *
 * Only reads, entry by entry; nothing is unpacked to disk, so a name like `../x` is a name and no more.
 * Source: PKWARE's APPNOTE 6.3.10.
 * @module
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

/** A file is no whole zip archive, or cannot be read at all. */
export class ZipError extends Error {
  override readonly name = "ZipError";
  readonly code = "ZIP";

  constructor(
    readonly path: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}`, options);
  }
}

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly header: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** An end record, and the longest comment behind it. */
const LONGEST_END = 22 + 0xffff;

/** An open archive; {@link ZipArchive.close} it. */
export class ZipArchive {
  readonly #file: number;
  readonly #size: number;
  readonly #entries: ReadonlyMap<string, Entry>;

  /** @throws {@link ZipError} */
  constructor(readonly path: string) {
    try {
      this.#file = openSync(path, "r");
    } catch (cause) {
      throw new ZipError(path, `cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
    }
    try {
      this.#size = fstatSync(this.#file).size;
      this.#entries = this.#directory();
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Names of all entries, in the archive's order. */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The bytes of an entry. @throws {@link ZipError} when it is not there, or not whole. */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name);
    if (!entry) throw new ZipError(this.path, `expected an entry ${name}, found none.`);
    const local = this.#bytes(entry.header, 30);
    if (local.readUInt32LE(0) !== LOCAL) throw new ZipError(this.path, `${name}: expected an entry, got other bytes.`);
    const start = entry.header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    const packed = this.#bytes(start, entry.packed);
    if (entry.method === STORED) return packed;
    if (entry.method !== DEFLATED)
      throw new ZipError(this.path, `${name}: is packed by method ${entry.method}, which is unknown.`);
    try {
      return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    } catch (cause) {
      throw new ZipError(this.path, `${name}: cannot be unpacked (${(cause as Error).message}).`, { cause });
    }
  }

  /** Lets the file go. */
  close(): void {
    closeSync(this.#file);
  }

  #bytes(position: number, length: number): Buffer {
    if (position + length > this.#size)
      throw new ZipError(this.path, `expected ${position + length} bytes or more, got ${this.#size}.`);
    const bytes = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const count = readSync(this.#file, bytes, filled, length - filled, position + filled);
      if (count === 0) throw new ZipError(this.path, "ended while it was read.");
      filled += count;
    }
    return bytes;
  }

  #directory(): Map<string, Entry> {
    const { count, start, length } = this.#end();
    const directory = this.#bytes(start, length);
    const entries = new Map<string, Entry>();
    for (let at = 0, i = 0; i < count; i++) {
      if (at + 46 > length || directory.readUInt32LE(at) !== CENTRAL)
        throw new ZipError(this.path, `expected ${count} entries in its directory, got ${i}.`);
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
      entries.set(name, { method: directory.readUInt16LE(at + 10), ...widened(plain, extra) });
      at += 46 + nameLength + extraLength + commentLength;
    }
    return entries;
  }

  #end(): { count: number; start: number; length: number } {
    const from = Math.max(0, this.#size - LONGEST_END);
    const tail = this.#bytes(from, this.#size - from);
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
    if (at < 0) throw new ZipError(this.path, "expected a zip archive, got something else, or the beginning of one.");
    const locator =
      at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64 ? Number(tail.readBigUInt64LE(at - 12)) : undefined;
    if (locator === undefined)
      return {
        count: tail.readUInt16LE(at + 10),
        length: tail.readUInt32LE(at + 12),
        start: tail.readUInt32LE(at + 16),
      };
    const wide = this.#bytes(locator, 56);
    if (wide.readUInt32LE(0) !== END_64)
      throw new ZipError(this.path, "expected the end of a large archive, got other bytes.");
    const number = (offset: number) => Number(wide.readBigUInt64LE(offset));
    return { count: number(32), length: number(40), start: number(48) };
  }
}

/** Sizes that do not fit into 32 bits stand in an extra field, in this order. */
function widened(plain: { size: number; packed: number; header: number }, extra: Buffer) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const wide = (value: number) => {
      if (value !== 0xffffffff) return value;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    const size = wide(plain.size);
    const packed = wide(plain.packed);
    return { size, packed, header: wide(plain.header) };
  }
  return plain;
}
