import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/datasets/load.js";
import type { DatasetError } from "../../../src/error.js";
import { put, tar, temporaryFolder, zip } from "../files.js";

/** A PNG of one colour, with a white pixel in the upper left corner. */
async function png(width: number, height: number, colour: number | readonly [number, number, number]): Promise<Buffer> {
  const [r, g, b] = typeof colour === "number" ? [colour, colour, colour] : colour;
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.set([r, g, b], at);
  pixels.set([255, 255, 255]);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A folder of two classes, one image a class and split, 4 × 4. */
async function tree(): Promise<string> {
  const root = temporaryFolder();
  const [red, grey] = [await png(4, 4, [200, 10, 20]), await png(4, 4, 100)];
  put(root, {
    "train/cat/a.png": red,
    "train/dog/b.png": grey,
    "test/cat/c.png": grey,
    "test/dog/d.jpg": await sharp(grey).jpeg({ quality: 100 }).toBuffer(),
  });
  return root;
}

/** Every file below a folder, by its path from there. */
function filesBelow(folder: string): Record<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))]));
}

const options = (size = 4) => ({ imageSize: size, environment: { XDG_CACHE_HOME: temporaryFolder() } });
const failure = (work: Promise<unknown>): Promise<DatasetError> =>
  work.then(
    () => Promise.reject(new Error("it worked")),
    (error) => error,
  );

describe("a folder of images", () => {
  test("is a data set: classes by name, planes in order, statistics of the training images for both splits", async () => {
    const root = await tree();
    const environment = options();
    const [train, test] = [await loadDataset(root, "train", environment), await loadDataset(root, "test", environment)];
    expect(train.classes).toEqual(["cat", "dog"]);
    expect(train.images.shape).toEqual([2, 3, 4, 4]);
    expect(Array.from(train.labels.toTypedArray(), Number)).toEqual([0, 1]);
    const [first] = train.images.toArray() as number[][][][];
    expect(first?.map((plane) => [plane[0]?.[0], plane[1]?.[1]])).toEqual([
      [255, 200],
      [255, 10],
      [255, 20],
    ]);
    const red = [255, ...new Array(15).fill(200), 255, ...new Array(15).fill(100)].map((value) => value / 255);
    const mean = red.reduce((sum, value) => sum + value) / 32;
    expect(train.mean[0]).toBeCloseTo(mean, 12);
    expect(train.std[0]).toBeCloseTo(Math.sqrt(red.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 32), 12);
    expect([test.mean, test.std]).toEqual([train.mean, train.std]);
    expect(test.images.shape).toEqual([2, 3, 4, 4]);
  });

  test("resizes the shorter side and cuts out the middle", async () => {
    const root = await tree();
    const wide = Buffer.alloc(8 * 4 * 3); // a white middle between black sides
    for (let row = 0; row < 4; row++) wide.fill(255, (row * 8 + 2) * 3, (row * 8 + 6) * 3);
    put(root, {
      "train/dog/b.png": await sharp(wide, { raw: { width: 8, height: 4, channels: 3 } })
        .png()
        .toBuffer(),
    });
    const { images } = await loadDataset(root, "train", options(4));
    expect(images.narrow(0, 1, 1).to({ dtype: "float32" }).mean().item()).toBe(255);
  });

  test("is decoded once, and again when a file changes", async () => {
    const root = await tree();
    const said: string[] = [];
    const heard = { ...options(), notify: (line: string) => said.push(line) };
    await loadDataset(root, "train", heard);
    await loadDataset(root, "train", heard);
    expect(said).toHaveLength(1);
    put(root, { "train/dog/b.png": await png(5, 5, 7) });
    await loadDataset(root, "train", heard);
    expect(said).toHaveLength(2);
  });

  test("is read with the folders below its classes; images of a kind that is not read are named, not left out", async () => {
    const root = await tree();
    put(root, { "train/cat/more/2020/b.png": await png(4, 4, 30), "train/cat/.hidden/c.png": await png(4, 4, 40) });
    const { labels } = await loadDataset(root, "train", options());
    expect(Array.from(labels.toTypedArray(), Number)).toEqual([0, 0, 1]);
    put(root, { "train/dog/x.bmp": Buffer.from("BM") });
    expect((await failure(loadDataset(root, "train", options()))).message).toContain(
      "dog: has 1 image in an unsupported format: x.bmp.",
    );
  });

  test("with damaged files is refused, each named, and nothing is left half-written", async () => {
    const root = await tree();
    truncateSync(join(root, "test/dog/d.jpg"), 200);
    writeFileSync(join(root, "test/cat/c.png"), "not a picture");
    const cache = temporaryFolder();
    const error = await failure(loadDataset(root, "test", { imageSize: 4, environment: { XDG_CACHE_HOME: cache } }));
    expect(error).toMatchObject({ name: "DatasetError", code: "corrupt" });
    expect(error.message).toContain("2 image files cannot be used");
    expect(error.message).toMatch(/✖ test\/cat\/c.png: .+/);
    expect(error.message).toMatch(/✖ test\/dog\/d.jpg: .+/);
    const decoded = readdirSync(join(cache, "selectivity-lab", "decoded"));
    expect(decoded.filter((name) => name.includes("test") || name.endsWith(".tmp"))).toEqual([]);
  });

  test("with damaged files is read without them when that is asked for, and says which", async () => {
    const root = await tree();
    put(root, { "train/cat/broken.png": (await png(4, 4, 9)).subarray(0, 40), "train/dog/z.jpg": Buffer.from("text") });
    const said: string[] = [];
    const asked = { ...options(), damagedImages: "skip" as const, notify: (line: string) => said.push(line) };
    for (const _ of ["decoded", "from the cache"]) {
      const { labels, skipped, sha256 } = await loadDataset(root, "train", asked);
      expect(Array.from(labels.toTypedArray(), Number)).toEqual([0, 1]);
      expect(skipped).toEqual(["train/cat/broken.png", "train/dog/z.jpg"]);
      const whole = await loadDataset(await tree(), "train", options());
      expect(sha256).toEqual(whole.sha256); // as if the files had never been there
      expect(whole.skipped).toEqual([]);
    }
    const told = said.filter((line) => line.includes("left out"));
    expect(told).toHaveLength(2);
    expect(told[0]).toBe(
      `${root} (train split): 2 files left out, which are damaged or not images: train/cat/broken.png, train/dog/z.jpg`,
    );
  });

  test("is refused also then when nothing is left of a class", async () => {
    const root = await tree();
    writeFileSync(join(root, "train/dog/b.png"), "not a picture");
    const error = await failure(loadDataset(root, "train", { ...options(), damagedImages: "skip" }));
    expect(error.message).toMatch(
      /1 image file cannot be used[\s\S]*✖ train\/dog\/b.png[\s\S]*a class has no other images/,
    );
  });

  test("may be an archive", async () => {
    const root = await tree();
    const folder = temporaryFolder();
    const files = Object.fromEntries(
      ["train/cat/a.png", "train/dog/b.png", "test/cat/c.png", "test/dog/d.jpg"].map((name) => [
        `photos/${name}`,
        readFileSync(join(root, name)),
      ]),
    );
    put(folder, { "p.zip": zip(files), "p.tar": tar(files), "p.tar.gz": gzipSync(tar(files)) });
    const plain = await loadDataset(root, "test", options());
    for (const name of ["p.zip", "p.tar", "p.tar.gz"]) {
      const packed = await loadDataset(join(folder, name), "test", options());
      expect(packed.images.toTypedArray()).toEqual(plain.images.toTypedArray());
      expect([packed.sha256, packed.classes, packed.mean]).toEqual([plain.sha256, plain.classes, plain.mean]);
    }
    put(folder, { "p.txt": Buffer.from("x") });
    expect((await failure(loadDataset(join(folder, "p.txt"), "test", options()))).message).toContain(
      "p.txt: expected a folder or an archive",
    );
    expect((await failure(loadDataset(join(folder, "q.zip"), "test", options()))).message).toContain("does not exist");
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["a class without images", { "train/empty/readme.txt": "" }, /empty: expected image files of a class, found none/],
    ["a test class that is not trained", { "test/bird/a.png": "" }, /train\/ has no class bird/],
  ])("with %s is refused", async (_, files, message) => {
    const root = await tree();
    put(root, Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
    expect((await failure(loadDataset(root, "test", options()))).message).toMatch(message);
  });

  test("without test images, or with one class, says what is missing", async () => {
    const root = temporaryFolder();
    put(root, { "train/cat/a.png": await png(4, 4, 1) });
    expect((await failure(loadDataset(root, "train", options()))).message).toContain(
      "of at least two classes, found 1",
    );
    put(root, { "train/dog/a.png": await png(4, 4, 1) });
    expect((await failure(loadDataset(root, "test", options()))).message).toContain(
      "expected a folder test/ or val/, found neither",
    );
  });
});

describe("Tiny ImageNet", () => {
  const wnids = ["n02", "n01"];
  async function official(size = 64): Promise<string> {
    const folder = temporaryFolder();
    const picture = async (value: number) =>
      sharp(await png(size, size, value))
        .greyscale()
        .jpeg({ quality: 100 })
        .toBuffer();
    put(folder, {
      "tiny-imagenet-2/wnids.txt": Buffer.from(`${wnids.join("\n")}\n`),
      "tiny-imagenet-2/words.txt": Buffer.from("n01\tgoldfish, Carassius\nn02\tcat\nn03\tdog\n"),
      "tiny-imagenet-2/train/n01/images/n01_0.JPEG": await picture(10),
      "tiny-imagenet-2/train/n02/images/n02_0.JPEG": await picture(200),
      "tiny-imagenet-2/val/images/val_0.JPEG": await picture(200),
      "tiny-imagenet-2/val/val_annotations.txt": Buffer.from("val_0.JPEG\tn02\t0\t0\t63\t63\n"),
    });
    return folder;
  }

  test("is read in its official folders: classes in the order of wnids, the validation pictures as test split", async () => {
    const dataDirs = [await official()];
    const environment = { XDG_CACHE_HOME: temporaryFolder() };
    const train = await loadDataset("tiny-imagenet", "train", { dataDirs, environment });
    expect(train.classes).toEqual(["goldfish", "cat"]);
    expect(train.images.shape).toEqual([2, 3, 64, 64]);
    const middle = (train.images.toArray() as number[][][][]).map((image) => image.map((plane) => plane[40]?.[40]));
    expect(middle).toEqual([
      [10, 10, 10],
      [200, 200, 200],
    ]);
    const { labels } = await loadDataset("tiny-imagenet", "test", { dataDirs, environment });
    expect(Array.from(labels.toTypedArray(), Number)).toEqual([1]);
  });

  test("is known by its files under any path, and read anew when its annotations change", async () => {
    const root = join(await official(), "tiny-imagenet-2");
    const environment = { XDG_CACHE_HOME: temporaryFolder() };
    const labelled = async () => {
      const { labels, classes, sha256 } = await loadDataset(root, "test", { environment });
      return { labels: Array.from(labels.toTypedArray(), Number), classes, sha256 };
    };
    const before = await labelled();
    expect([before.labels, before.classes]).toEqual([[1], ["goldfish", "cat"]]);
    put(root, { "val/val_annotations.txt": Buffer.from("val_0.JPEG\tn01\t0\t0\t63\t63\n") });
    const after = await labelled();
    expect(after.labels).toEqual([0]);
    expect(after.sha256).not.toEqual(before.sha256);
  });

  test("is read from its archive, in a data folder", async () => {
    const folder = await official();
    const environment = { XDG_CACHE_HOME: temporaryFolder() };
    const plain = await loadDataset("tiny-imagenet", "test", { dataDirs: [folder], environment });
    const packed = temporaryFolder();
    put(packed, { "tiny-imagenet-2.zip": zip(filesBelow(folder)) });
    const { images, sha256 } = await loadDataset("tiny-imagenet", "test", { dataDirs: [packed], environment });
    expect(images.toTypedArray()).toEqual(plain.images.toTypedArray());
    expect(sha256).toEqual(plain.sha256);
  });

  test("is downloaded as one archive, which stays one; another file than the official one is refused", async () => {
    const cache = temporaryFolder();
    const environment = { XDG_CACHE_HOME: cache };
    const served = zip(filesBelow(await official()));
    const fetch = async () => new Response(Buffer.from(served));
    const error = await failure(loadDataset("tiny-imagenet", "test", { environment, fetch }));
    expect(error.message).toMatch(/Tiny ImageNet was not found[\s\S]*expected a file of MD5 90528d7c/);
    expect(filesBelow(cache)).toEqual({});
    put(join(cache, "selectivity-lab"), { "tiny-imagenet-200.zip": served }); // as the download leaves it
    expect((await loadDataset("tiny-imagenet", "test", { environment, fetch })).images.shape).toEqual([1, 3, 64, 64]);
  });

  test("refuses a picture of another size, and one of no class", async () => {
    const environment = { XDG_CACHE_HOME: temporaryFolder() };
    const small = await failure(loadDataset("tiny-imagenet", "train", { dataDirs: [await official(32)], environment }));
    expect(small.message).toContain("expected an image of 64 × 64, got 32 × 32");
    const folder = await official();
    put(folder, { "tiny-imagenet-2/val/val_annotations.txt": Buffer.from("val_0.JPEG\tn09\t0\n") });
    const stray = await failure(loadDataset("tiny-imagenet", "test", { dataDirs: [folder], environment }));
    expect(stray.message).toContain("expected a line for val_0.JPEG with a class of wnids.txt, got class n09");
  });

  test("says where it was looked for", async () => {
    const error = await failure(loadDataset("tiny-imagenet", "test", { dataDirs: [temporaryFolder()] }));
    expect(error).toMatchObject({ code: "missing", message: expect.stringContaining("tiny-imagenet-200.zip") });
  });
});
