import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tensor } from "@selectivity-lab/torch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodedFile, keepDecoded, openDecoded } from "../../src/datasets/decoded-cache.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "selectivity-decoded-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function decoded() {
  return {
    images: tensor(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), { shape: [2, 1, 2, 2] }),
    labels: tensor(BigInt64Array.of(1n, 0n)),
    sha256: { "images-ubyte": "ab", "labels-ubyte": "cd" },
  };
}

describe("the cache of decoded data sets", () => {
  test("gives back what was kept", () => {
    const file = join(folder, "decoded", "set.safetensors");
    const made = decoded();
    expect(keepDecoded(file, made)).toBe(true);
    const opened = openDecoded(file);
    expect(opened?.images.toArray()).toEqual(made.images.toArray());
    expect(opened?.labels.toArray()).toEqual([1, 0]);
    expect(opened?.sha256).toEqual(made.sha256);
  });

  test("has nothing before anything is kept, and nothing where the file is damaged", () => {
    const file = join(folder, "decoded", "set.safetensors");
    expect(openDecoded(file)).toBeUndefined();
    keepDecoded(file, decoded());
    writeFileSync(file, readFileSync(file).subarray(0, 50));
    expect(openDecoded(file)).toBeUndefined();
  });

  test("is done without where it cannot be written", () => {
    writeFileSync(join(folder, "decoded"), "a file where the folder should be");
    expect(keepDecoded(join(folder, "decoded", "set.safetensors"), decoded())).toBe(false);
    expect(readdirSync(folder)).toEqual(["decoded"]);
  });

  test("has another entry for source files that changed", () => {
    mkdirSync(join(folder, "data"));
    const source = join(folder, "data", "images");
    writeFileSync(source, "abc");
    const name = () => decodedFile(folder, "mnist", "test", [source]);
    const before = name();
    expect(name()).toBe(before);
    utimesSync(source, 1000, 1000);
    expect(name()).not.toBe(before);
    expect(decodedFile(folder, "mnist", "train", [source])).not.toBe(name());
  });
});
