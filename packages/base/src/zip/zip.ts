/**
 * Zip archives, as far as NumPy's `.npz` and PyTorch's `.pt` files need them: stored and deflated entries, also of more than
 * four gigabytes.
 *
 * Only reads, entry by entry. Nothing is unpacked to disk, so a name like `../x` does no harm. What is read is checked against
 * the checksum in the archive's directory; those in front of the entries may be blank.
 * Source: PKWARE's APPNOTE 6.3.10.
 * @module
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { describeUnreadable } from "../errors/file-error.js";
import { crc32 } from "./crc32.js";
import { damagedArchive, readZipDirectory, type ZipEntry, ZipError } from "./zip-directory.js";

const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** How strict {@link ZipArchive} is. */
export interface ZipOptions {
  /**
   * Whether an archive may lack checksums, with 0 in place of every one, as PyTorch's after `set_crc32_options(False)`. An archive
   * with at least one checksum is still checked against all. False by default.
   */
  readonly mayLackChecksums?: boolean;
}

/** An open archive. Call {@link ZipArchive.close} when done. */
export class ZipArchive {
  readonly #file: number;
  readonly #size: number;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #hasChecksums: boolean;

  /** @throws {@link ZipError} */
  constructor(
    readonly path: string,
    { mayLackChecksums = false }: ZipOptions = {},
  ) {
    try {
      this.#file = openSync(path, "r");
    } catch (cause) {
      throw new ZipError(describeUnreadable(path, cause));
    }
    try {
      this.#size = fstatSync(this.#file).size;
      this.#entries = readZipDirectory(path, this.#size, (position, length) => this.#readBytes(position, length));
      this.#hasChecksums = !mayLackChecksums || [...this.#entries.values()].some(({ crc }) => crc !== 0);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Names of all entries, in the archive's order. */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The bytes of an entry. @throws {@link ZipError} when it is missing, incomplete or damaged. */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name);
    if (!entry)
      throw new ZipError({
        code: "missing-entry",
        path: this.path,
        complaint: `expected an entry ${name}, but there is none.`,
      });
    const bytes = this.#unpack(name, entry);
    if (bytes.length !== entry.size)
      throw damagedArchive(this.path, `${name}: expected ${entry.size} bytes, got ${bytes.length}.`);
    const crc = this.#hasChecksums ? crc32(bytes) : entry.crc;
    if (crc !== entry.crc)
      throw damagedArchive(this.path, `${name} is damaged: expected checksum ${hex(entry.crc)}, got ${hex(crc)}.`);
    return bytes;
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.#file);
  }

  #unpack(name: string, { header, method, packed, size }: ZipEntry): Uint8Array {
    const local = this.#readBytes(header, 30);
    if (local.readUInt32LE(0) !== LOCAL)
      throw damagedArchive(this.path, `${name}: expected an entry, got other bytes.`);
    const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    const bytes = this.#readBytes(start, packed);
    if (method === STORED) return bytes;
    if (method !== DEFLATED) throw damagedArchive(this.path, `${name}: is packed by the unknown method ${method}.`);
    try {
      return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
    } catch (cause) {
      throw damagedArchive(this.path, `${name}: cannot be unpacked (${(cause as Error).message}).`, cause);
    }
  }

  #readBytes(position: number, length: number): Buffer {
    if (position + length > this.#size)
      throw damagedArchive(this.path, `expected ${position + length} bytes or more, got ${this.#size}.`);
    const bytes = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const count = readSync(this.#file, bytes, filled, length - filled, position + filled);
      if (count === 0) throw damagedArchive(this.path, "ended while it was read.");
      filled += count;
    }
    return bytes;
  }
}

const hex = (crc: number) => crc.toString(16).padStart(8, "0");
