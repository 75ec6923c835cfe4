import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { crc32, crc32ByTable } from "../../src/zip/crc32.js";
import { ZipArchive } from "../../src/zip/zip.js";
import { readZipDirectory, type ZipEntry, ZipError } from "../../src/zip/zip-directory.js";

const reference = (name: string) => join(import.meta.dirname, "../../../torch/test/reference", name);
const archives = {
  stored: reference("torch-files/state-dict.pt"),
  "stored, without checksums": reference("torch-files/no-checksums.pt"),
  deflated: join(import.meta.dirname, "../../../vision/test/reference/arrays.npz"),
};
const home = mkdtempSync(join(tmpdir(), "zip-"));
afterAll(() => rmSync(home, { recursive: true }));

/** Reads every entry; the names of all. */
function readAll(path: string, options = {}): string[] {
  const archive = new ZipArchive(path, options);
  try {
    for (const name of archive.names) archive.read(name);
    return archive.names;
  } finally {
    archive.close();
  }
}

/** A copy in which a byte has another value. */
function changed(path: string, at: number, to = (byte: number) => byte ^ 0x10): string {
  const bytes = readFileSync(path);
  bytes[at] = to(bytes[at] as number);
  writeFileSync(join(home, "changed.zip"), bytes);
  return join(home, "changed.zip");
}

/** Where an entry's own bytes begin. */
function firstByte(path: string, name: string): number {
  const bytes = readFileSync(path);
  const entries = readZipDirectory(path, bytes.length, (at, length) => bytes.subarray(at, at + length));
  const { header } = entries.get(name) as ZipEntry;
  return header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
}

function raised(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("the checksum", () => {
  test.each([crc32, crc32ByTable])("of the nine digits is the one that standards give", (checksum) => {
    expect(checksum(Buffer.from("123456789"))).toBe(0xcbf43926);
    expect(checksum(new Uint8Array())).toBe(0);
  });

  test("comes out the same with and without Node's own", () => {
    const bytes = Uint8Array.from({ length: 10_007 }, (_, i) => (i * 2_654_435_761) >>> 13);
    expect(crc32ByTable(bytes)).toBe(crc32(bytes));
  });
});

describe("an archive", () => {
  test.each(["stored", "deflated"] as const)(
    "of %s entries is read whole, and is refused by name after any change to one",
    (kind) => {
      const path = archives[kind];
      for (const name of readAll(path)) {
        const error = raised(() => readAll(changed(path, firstByte(path, name))));
        expect(error).toBeInstanceOf(ZipError);
        expect(String(error)).toMatch(new RegExp(`changed\\.zip: \\S*${name.split("/").at(-1)}( is damaged|: cannot)`));
      }
    },
  );

  test("says which entry is damaged, and how it shows", () => {
    const path = archives.stored;
    expect(() => readAll(changed(path, firstByte(path, "state-dict/version")))).toThrow(
      /changed\.zip: state-dict\/version is damaged: expected checksum 55679ed1, got [0-9a-f]{8}\.\n {2}to do: replace the archive with a fresh copy$/,
    );
  });

  test("without checksums is read only where that is allowed", () => {
    const path = archives["stored, without checksums"];
    expect(readAll(path, { mayLackChecksums: true })).toContain("no-checksums/data.pkl");
    expect(() => readAll(path)).toThrow("data.pkl is damaged: expected checksum 00000000");
  });

  test("with one checksum blanked is held against it all the same", () => {
    const bytes = readFileSync(archives.stored);
    const central = bytes.indexOf("PK\x01\x02");
    bytes.writeUInt32LE(0, central + 16);
    writeFileSync(join(home, "blank.zip"), bytes);
    expect(() => readAll(join(home, "blank.zip"), { mayLackChecksums: true })).toThrow(/data\.pkl is damaged/);
  });
});
