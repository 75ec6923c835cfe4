import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/datasets/load.js";
import type { DatasetError } from "../../../src/error.js";
import { readImage } from "../../../src/images/read-image.js";
import { put, tar, temporaryFolder, zip } from "../files.js";

const picture = (size: number, shade: number, alpha = 1) =>
  sharp({
    create: { width: size, height: size, channels: 4, background: { r: shade, g: shade, b: shade, alpha } },
  });
const jpeg = (size: number, shade: number) => picture(size, shade).flatten().jpeg({ quality: 100 }).toBuffer();

/** A folder of two classes of one picture each. */
async function pictures(size = 4): Promise<string> {
  const root = temporaryFolder();
  put(root, {
    "train/cat/a.jpg": await jpeg(size, 10),
    "train/dog/b.jpg": await jpeg(size, 20),
    "test/cat/c.jpg": await jpeg(size, 30),
    "test/dog/d.jpg": await jpeg(size, 40),
  });
  return root;
}

const fresh = (size?: number) => ({ imageSize: size, environment: { XDG_CACHE_HOME: temporaryFolder() } });

async function firstPixels(root: string, size: number): Promise<unknown[]> {
  const { images } = await loadDataset(root, "train", fresh(size));
  return (images.toArray() as number[][][][]).map((image) => image[0]?.[0]?.[0]);
}

async function failure(root: string): Promise<DatasetError> {
  return loadDataset(root, "train", fresh(4)).then(
    () => Promise.reject(new Error("it worked")),
    (error) => error,
  );
}

describe("pictures are recognized by their first bytes", () => {
  const strange = async () => ({
    "train/cat/b.jfif": await jpeg(4, 50),
    "train/cat/c.jpe": await jpeg(4, 60),
    "train/cat/d": await jpeg(4, 70),
    "train/cat/e.txt": await picture(4, 80).png().toBuffer(),
  });

  test("whatever their names end in", async () => {
    const root = await pictures();
    put(root, await strange());
    expect(await firstPixels(root, 4)).toEqual([10, 50, 60, 70, 80, 20]);
  });

  test("in archives too", async () => {
    const root = await pictures();
    const names = ["train/cat/a.jpg", "train/dog/b.jpg", "test/cat/c.jpg", "test/dog/d.jpg"];
    const files = {
      ...Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name))])),
      ...(await strange()),
    };
    put(root, { "p.zip": zip(files), "p.tar": tar(files) });
    for (const name of ["p.zip", "p.tar"])
      expect(await firstPixels(join(root, name), 4)).toEqual([10, 50, 60, 70, 80, 20]);
  });

  test("and one of a kind that is not read is refused, also without an ending", async () => {
    const root = await pictures();
    put(root, { "train/dog/scan": Buffer.from("BM\x8a\x30\0\0\0\0\0\0\x8a\0\0\0", "latin1") });
    expect((await failure(root)).message).toContain("dog: has 1 image in an unsupported format: scan.");
  });
});

describe("a file that is not an image", () => {
  test("is refused, with its path", async () => {
    const root = await pictures();
    put(root, { "train/cat/notes.txt": Buffer.from("text"), "test/dog/labels.csv": Buffer.from("a,b") });
    const error = await failure(root);
    expect(error.code).toBe("corrupt");
    expect(error.message).toContain(`${root}: 2 files are not images in the folders of the classes.`);
    expect(error.details).toEqual(["✖ train/cat/notes.txt", "✖ test/dog/labels.csv"]);
    expect(error.remedy).toContain("--skip-damaged");
  });

  test("is left out and named on request", async () => {
    const root = await pictures();
    put(root, { "train/cat/notes.txt": Buffer.from("text") });
    const said: string[] = [];
    const notify = (line: string) => said.push(line);
    const { skipped, labels } = await loadDataset(root, "train", { ...fresh(4), damagedImages: "skip", notify });
    expect([labels.numel, skipped]).toEqual([2, ["train/cat/notes.txt"]]);
    expect(said).toContain(
      `${root} (train split): 1 file left out, which is damaged or not an image: train/cat/notes.txt`,
    );
  });

  test("is ignored if an operating system left it there", async () => {
    const root = await pictures();
    const files = [".DS_Store", "Thumbs.db", "desktop.ini", "._a.jpg"];
    put(root, Object.fromEntries(files.map((name) => [`train/cat/${name}`, Buffer.from("system")])));
    expect(await firstPixels(root, 4)).toEqual([10, 20]);
  });
});

test("a transparent pixel is shown on black, with or without a resize", async () => {
  for (const size of [32, 40]) {
    const root = await pictures();
    put(root, {
      "train/cat/a.png": await picture(size, 200, 0).png().toBuffer(),
      "train/cat/b.png": await picture(size, 200, 0.5).png().toBuffer(),
      "train/cat/c.webp": await picture(size, 200, 0).webp({ lossless: true, exact: true }).toBuffer(),
    });
    const [, clear, half, webp] = await firstPixels(root, 32);
    expect([clear, webp], `${size}`).toEqual([0, 0]);
    expect(Math.abs(Number(half) - 100), `${size}`).toBeLessThanOrEqual(1); // 128 of 255 is not exactly a half
    const single = await readImage(join(root, "train/cat/a.png"));
    expect(single.to({ dtype: "float32" }).amax().item()).toBe(0);
  }
});

describe("without a size", () => {
  async function load(root: string) {
    const said: string[] = [];
    const { images } = await loadDataset(root, "test", {
      ...fresh(),
      ownSize: true,
      notify: (line) => said.push(line),
    });
    return { size: images.shape[2], said: said[0] };
  }

  test("pictures of one size keep it, and a line says so", async () => {
    const root = await pictures(32);
    expect(await load(root)).toEqual({
      size: 32,
      said: `${root}: images are 32 × 32 pixels (the size of its pictures); --image-size chooses a different size`,
    });
    expect((await loadDataset(root, "test", fresh())).images.shape[2]).toBe(64); // as always where it is not asked for
  });

  test("pictures of several sizes are resized to 64, and a line says so", async () => {
    const root = await pictures(32);
    put(root, { "test/dog/d.jpg": await jpeg(33, 1) });
    expect(await load(root)).toEqual({ size: 64, said: expect.stringContaining("images are 64 × 64 pixels") });
  });

  test("a size that is asked for is used, without a line", async () => {
    const said: string[] = [];
    const options = { ...fresh(16), ownSize: true, notify: (line: string) => said.push(line) };
    expect((await loadDataset(await pictures(32), "test", options)).images.shape[2]).toBe(16);
    expect(said.every((line) => line.startsWith("Decoding"))).toBe(true);
  });
});
