/** Hand-made source files, and folders to put them in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterEach } from "vitest";
import { crc32 } from "../../../base/src/zip/crc32.js";
import type { SourceFile } from "../../src/datasets/contract/format.js";

const made: string[] = [];

/** A new folder, removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vision-"));
  made.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes files into a folder, which is made where it is missing. */
export function put(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** A file in memory, as a reader gets it. */
export const source = (path: string, bytes: Uint8Array): SourceFile => ({ path, bytes });

/** An IDX file: magic number, sizes, bytes. */
export function idx(magic: number, sizes: readonly number[], bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 * (1 + sizes.length) + bytes.length);
  const view = new DataView(file.buffer);
  for (const [word, value] of [magic, ...sizes].entries()) view.setUint32(4 * word, value);
  file.set(bytes, 4 * (1 + sizes.length));
  return file;
}

/** The four files of a small MNIST: image i of either split is all i, of class i modulo 10. */
export function smallMnist(train: number, test: number): Record<string, Uint8Array> {
  const images = (count: number) =>
    idx(
      0x803,
      [count, 28, 28],
      Uint8Array.from({ length: count * 784 }, (_, position) => Math.floor(position / 784)),
    );
  const labels = (count: number) =>
    idx(
      0x801,
      [count],
      Uint8Array.from({ length: count }, (_, index) => index % 10),
    );
  return {
    "train-images-idx3-ubyte": images(train),
    "train-labels-idx1-ubyte": labels(train),
    "t10k-images-idx3-ubyte": images(test),
    "t10k-labels-idx1-ubyte": labels(test),
  };
}

/** An uncompressed tar archive of regular files. */
export function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(bytes.length.toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A zip archive of deflated files. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(bytes)];
    const common = Buffer.alloc(26); // version to extra length: the same in both headers
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflated
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(Buffer.from("PK\x01\x02\x14\0", "latin1"), common, place, path);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, packed]);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  for (const at of [8, 10]) end.writeUInt16LE(Object.keys(files).length, at);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
