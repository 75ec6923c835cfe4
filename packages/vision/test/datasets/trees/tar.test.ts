import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { untar } from "../../../src/datasets/trees/tar.js";
import { DatasetError } from "../../../src/error.js";
import { tar } from "../files.js";

const archive = tar({ "folder/a.bin": Uint8Array.of(1, 2, 3), "folder/b.bin": new Uint8Array(512).fill(7) });

describe("untar", () => {
  test("gives the files of an archive by the last part of their names", () => {
    const files = untar("x.tar", archive);
    expect([...files.keys()]).toEqual(["a.bin", "b.bin"]);
    expect([...(files.get("a.bin") ?? [])]).toEqual([1, 2, 3]);
    expect(files.get("b.bin")).toHaveLength(512);
  });

  test("leaves folders out", () => {
    const withFolder = Buffer.concat([tar({ "folder/": new Uint8Array() }).subarray(0, 512), archive]);
    withFolder.write("5", 156);
    expect(untar("x.tar", withFolder).size).toBe(2);
  });

  test("refuses an entry that reaches beyond the end", () => {
    expect(() => untar("x.tar", archive.subarray(0, 514))).toThrow("x.tar: expected a tar archive");
  });

  test("throws nothing but DatasetError, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1200, size: "max" }), (bytes) => {
        try {
          untar("x.tar", bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetError);
        }
      }),
    );
  });
});
