import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveTensors, tensor, writeSafetensors } from "@selectivity-lab/torch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodedFile, openDecoded } from "../../../src/datasets/cache/decoded-cache.js";
import { writeDecoded } from "../../../src/datasets/cache/decoded-writer.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "selectivity-decoded-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PIXELS = Uint8Array.of(1, 2, 3, 4, 51, 255, 0, 8);
const sum = (text: string) => createHash("sha256").update(text).digest();
const plan = { shape: [2, 1, 2, 2], files: ["images-ubyte", "labels-ubyte"], skipped: ["bad.png"] } as const;

/** Two images of one channel, 2 × 2, added one after the other. */
const keep = (file: string) =>
  writeDecoded(file, plan, (add) => {
    add(PIXELS.subarray(0, 4));
    add(PIXELS.subarray(4));
    return { labels: BigInt64Array.of(1n, 0n), sha256: [sum("images"), sum("labels")] };
  });

describe("the cache of decoded data sets", () => {
  // the first one: tensors of other tests, which are garbage, would be collected meanwhile
  test("leaves no tensor behind, whether the file is whole, changed, or of another kind", async () => {
    const file = join(folder, "decoded", "set.safetensors");
    await keep(file);
    const other = tensor([1, 2]);
    const live = liveTensors();
    const opened = await openDecoded(file);
    for (const tensor of [opened?.images, opened?.labels]) tensor?.dispose();
    expect(liveTensors()).toBe(live);
    const bytes = readFileSync(file);
    bytes.writeUInt8(9, bytes.indexOf(Buffer.from(PIXELS)));
    writeFileSync(file, bytes);
    expect(await openDecoded(file)).toBeUndefined();
    writeSafetensors(file, new Map([["images", other]]));
    expect(await openDecoded(file)).toBeUndefined();
    expect(liveTensors()).toBe(live);
  });

  test("gives back what was kept, with the statistics of its channels", async () => {
    const file = join(folder, "decoded", "set.safetensors");
    await keep(file);
    const opened = await openDecoded(file);
    expect(opened?.images.toArray()).toEqual([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [
        [
          [51, 255],
          [0, 8],
        ],
      ],
    ]);
    expect(opened?.labels.toArray()).toEqual([1, 0]);
    expect(opened?.sha256).toEqual({
      "images-ubyte": sum("images").toString("hex"),
      "labels-ubyte": sum("labels").toString("hex"),
    });
    expect(opened?.skipped).toEqual(["bad.png"]);
    const scaled = Array.from(PIXELS, (value) => value / 255);
    const mean = scaled.reduce((total, value) => total + value) / 8;
    expect(opened?.mean[0]).toBeCloseTo(mean, 12);
    expect(opened?.std[0]).toBeCloseTo(
      Math.sqrt(scaled.reduce((total, value) => total + (value - mean) ** 2, 0) / 8),
      12,
    );
  });

  test("has nothing before anything is kept, and nothing where the file was cut short", async () => {
    const file = join(folder, "decoded", "set.safetensors");
    expect(await openDecoded(file)).toBeUndefined();
    await keep(file);
    writeFileSync(file, readFileSync(file).subarray(0, 50));
    expect(await openDecoded(file)).toBeUndefined();
  });

  test("notices a single changed bit, unless told not to look", async () => {
    const file = join(folder, "decoded", "set.safetensors");
    await keep(file);
    const bytes = readFileSync(file);
    const at = bytes.indexOf(Buffer.from(PIXELS));
    bytes.writeUInt8((bytes[at] as number) ^ 1, at);
    writeFileSync(file, bytes);
    const said: string[] = [];
    expect(await openDecoded(file, { notify: (line) => said.push(line) })).toBeUndefined();
    expect(said).toEqual([`${file} has changed since it was written: its images are decoded again`]);
    expect(await openDecoded(file, { check: false })).toBeDefined();
  });

  test("says by name where it cannot be written", async () => {
    writeFileSync(join(folder, "decoded"), "a file where the folder should be");
    await expect(keep(join(folder, "decoded", "set.safetensors"))).rejects.toMatchObject({
      code: "unwritable",
      message: expect.stringContaining("XDG_CACHE_HOME"),
    });
    expect(readdirSync(folder)).toEqual(["decoded"]);
  });

  test("keeps nothing of a split that was given up, or failed", async () => {
    const file = join(folder, "decoded", "set.safetensors");
    await writeDecoded(file, plan, () => null);
    await expect(writeDecoded(file, plan, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(join(folder, "decoded"))).toEqual([]);
  });

  test("has another entry for source files that changed, and for another reading of them", () => {
    mkdirSync(join(folder, "data"));
    const source = join(folder, "data", "images");
    writeFileSync(source, "abc");
    const name = (more?: unknown) => decodedFile(folder, "mnist", "test", [source], more);
    const before = name();
    expect(name()).toBe(before);
    expect(name({ size: 32 })).not.toBe(before);
    utimesSync(source, 1000, 1000);
    expect(name()).not.toBe(before);
    expect(decodedFile(folder, "mnist", "train", [source])).not.toBe(name());
  });
});
