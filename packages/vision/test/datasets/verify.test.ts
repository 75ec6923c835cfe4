import { fstatSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { LoadOptions } from "../../src/datasets/contract/kind.js";
import { loadDataset } from "../../src/datasets/load.js";
import { verifySplit } from "../../src/datasets/verify.js";
import { put, smallMnist, temporaryFolder } from "./files.js";

const mnistIn = (folder: string): LoadOptions => {
  put(folder, smallMnist(20, 10));
  return { dataDirs: [folder], environment: { XDG_CACHE_HOME: join(folder, "cache") } };
};

/** Overwrites a pixel in the decoded copy of a split. */
function damageCache(cache: string, split: string): void {
  const folder = join(cache, "selectivity-lab", "decoded");
  const name = readdirSync(folder).find((file) => file.includes(split)) as string;
  const file = openSync(join(folder, name), "r+");
  writeSync(file, Uint8Array.of(99), 0, 1, fstatSync(file).size / 2); // most of the file is pixels
}

describe("verifySplit", () => {
  test("tells that files are not the official ones", async () => {
    const { images, files, cacheIntact } = await verifySplit("mnist", "test", mnistIn(temporaryFolder()));
    expect([images, cacheIntact]).toEqual([10, true]);
    expect(files.map(({ name, official }) => [name, official])).toEqual([
      ["t10k-images-idx3-ubyte", false],
      ["t10k-labels-idx1-ubyte", false],
    ]);
  });

  test("finds a decoded copy that has changed, and mends it", async () => {
    const folder = temporaryFolder();
    const options = mnistIn(folder);
    await verifySplit("mnist", "test", options);
    damageCache(join(folder, "cache"), "test");
    expect((await verifySplit("mnist", "test", options)).cacheIntact).toBe(false);
    expect((await verifySplit("mnist", "test", options)).cacheIntact).toBe(true);
  });

  test("is not needed to be safe: whoever loads a copy that has changed is told, and gets the right images", async () => {
    const folder = temporaryFolder();
    const options = mnistIn(folder);
    const whole = (await loadDataset("mnist", "test", options)).images.toTypedArray();
    damageCache(join(folder, "cache"), "test");
    const said: string[] = [];
    const loaded = await loadDataset("mnist", "test", { ...options, notify: (line) => said.push(line) });
    expect(loaded.images.toTypedArray()).toEqual(whole);
    expect(said).toEqual([expect.stringMatching(/mnist-test.* has changed since it was written/)]);
  });

  test("decodes a folder of images anew: a file that was damaged without a trace in its times is found", async () => {
    const folder = temporaryFolder();
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    put(folder, {
      "train/a/1.png": picture,
      "train/b/1.png": picture,
      "test/a/1.png": picture,
      "test/b/1.png": picture,
    });
    const options = { imageSize: 4, environment: { XDG_CACHE_HOME: temporaryFolder() } };
    expect(await verifySplit(folder, "test", options)).toMatchObject({ images: 2, cacheIntact: true, skipped: [] });
    put(folder, { "test/b/1.png": picture.subarray(0, 30) });
    await expect(verifySplit(folder, "test", options)).rejects.toThrow(/✖ test\/b\/1.png/);
    const { images, skipped } = await verifySplit(folder, "train", { ...options, damagedImages: "skip" });
    expect([images, skipped]).toEqual([2, []]);
  });

  test("downloads nothing", async () => {
    const fetch = () => Promise.reject(new Error("asked"));
    const options = { environment: { XDG_CACHE_HOME: temporaryFolder() }, fetch };
    await expect(verifySplit("cifar100", "test", options)).rejects.toThrow("was not found");
    await expect(verifySplit("cifar100", "test", options)).rejects.not.toThrow("asked");
  });
});
