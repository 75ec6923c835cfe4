/** Readers of the published sets, on files of their form and size; the real ones were not at hand. */
import { mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBytes, tensor, writeNpy } from "@selectivity-lab/torch";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPublished } from "../../../src/corruptions/materials/published-sets.js";

const home = mkdtempSync(join(tmpdir(), "published-"));
afterAll(() => rmSync(home, { recursive: true }));
const [cifar, tiny] = [join(home, "CIFAR-10-C"), join(home, "Tiny-ImageNet-C")];
const A_PICTURE = 32 * 32 * 3;

beforeAll(async () => {
  mkdirSync(cifar);
  writeNpy(
    join(cifar, "labels.npy"),
    tensor(BigInt64Array.from({ length: 50_000 }, (_, i) => BigInt((i % 10_000) % 10))),
  );
  const fog = join(cifar, "fog.npy");
  writeNpy(fog, fromBytes(new Uint8Array(A_PICTURE), { dtype: "uint8", shape: [1, 32, 32, 3] }));
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (50000, 32, 32, 3), }`;
  const file = openSync(fog, "r+");
  writeSync(file, `${header.padEnd(117)}\n`, 10);
  truncateSync(fog, 128 + 50_000 * A_PICTURE); // black, and no larger on the disk than it was
  writeSync(file, Uint8Array.of(7, 8, 9, 10), 0, 4, 128 + 10_000 * A_PICTURE); // the first picture of severity 2
  for (const [wnid, grey] of [
    ["n01", 40],
    ["n02", 200],
  ] as const) {
    const folder = join(tiny, "frost", "3", wnid);
    mkdirSync(folder, { recursive: true });
    for (const name of ["a", "b"])
      await sharp({ create: { width: 64, height: 64, channels: 3, background: { r: grey, g: grey, b: grey } } })
        .jpeg({ quality: 100 })
        .toFile(join(folder, `${name}.JPEG`));
  }
});

const wish = (more: object) => ({
  folder: cifar,
  corruption: "fog",
  severity: 2,
  count: 20,
  size: 32,
  wnids: [],
  ...more,
});

describe("CIFAR-10-C", () => {
  test("gives the pictures of a severity plane by plane, in the order of the test set", async () => {
    const { images, labels } = await readPublished(wish({}));
    expect([images.shape, labels.shape]).toEqual([[20, 3, 32, 32], [20]]);
    const pixels = images.toTypedArray() as Uint8Array;
    expect([pixels[0], pixels[1024], pixels[2048], pixels[1]]).toEqual([7, 8, 9, 10]);
    expect(Array.from(labels.toTypedArray(), Number).slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
  });

  test.each([
    [{ corruption: "snow" }, "snow.npy does not exist"],
    [{ size: 28 }, "expected uint8 images [50000, 28, 28, 3]"],
    [{ folder: home }, "expected fog.npy and labels.npy, or a folder fog/2, found neither"],
  ])("is refused where it is not what is wanted: %o", async (more, message) => {
    await expect(readPublished(wish(more))).rejects.toThrow(message);
  });
});

describe("Tiny-ImageNet-C", () => {
  const frost = { folder: tiny, corruption: "frost_proc", severity: 3, size: 64 };

  test("gives pictures with labels of its own; its frost stands for ours", async () => {
    const { images, labels } = await readPublished(wish({ ...frost, wnids: ["n01", "n02", "n03"] }));
    expect([images.shape, Array.from(labels.toTypedArray(), Number)]).toEqual([
      [4, 3, 64, 64],
      [0, 0, 1, 1],
    ]);
    const pixels = images.toTypedArray() as Uint8Array;
    expect(Math.abs((pixels[0] as number) - 40)).toBeLessThanOrEqual(1);
    expect(Math.abs((pixels.at(-1) as number) - 200)).toBeLessThanOrEqual(1);
  });

  test("takes fewer from all classes, and says when none is of the data set", async () => {
    const { labels } = await readPublished(wish({ ...frost, count: 2, wnids: ["n01", "n02"] }));
    expect(Array.from(labels.toTypedArray(), Number)).toEqual([0, 1]);
    await expect(readPublished(wish({ ...frost, wnids: ["n09"] }))).rejects.toThrow(
      "no images of the data set's classes",
    );
  });
});
