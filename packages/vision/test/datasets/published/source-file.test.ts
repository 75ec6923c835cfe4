import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSourceFile, sha256, unpack } from "../../../src/datasets/published/source-file.js";
import { DatasetError } from "../../../src/error.js";
import { put, temporaryFolder } from "../files.js";

const content = Buffer.from("images, images, images");

describe("readSourceFile", () => {
  test("reads plain and gzipped files alike", async () => {
    const folder = temporaryFolder();
    put(folder, { plain: content, "packed.gz": gzipSync(content) });
    for (const name of ["plain", "packed.gz"])
      expect(Buffer.from((await readSourceFile(join(folder, name))).bytes)).toEqual(content);
  });

  test("names a file that cannot be read", async () => {
    const folder = temporaryFolder();
    await expect(readSourceFile(folder)).rejects.toMatchObject({ code: "unreadable", path: folder });
  });
});

describe("unpack", () => {
  test("refuses a gzip file that is cut short or damaged, and nothing else goes wrong", async () => {
    const packed = gzipSync(content);
    const damaged = fc.oneof(
      fc.nat({ max: packed.length - 1 }).map((length) => packed.subarray(0, length)),
      fc.uint8Array({ maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        await expect(unpack("x.gz", bytes)).rejects.toBeInstanceOf(DatasetError);
      }),
    );
  });

  test("stops at a file that unpacks to more than any data set has", async () => {
    const bomb = gzipSync(Buffer.alloc(1000));
    await expect(unpack("bomb.gz", bomb, 999)).rejects.toMatchObject({ code: "corrupt", path: "bomb.gz" });
  });
});

test("sha256 gives the published digest of nothing", () => {
  expect(sha256(new Uint8Array())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});
