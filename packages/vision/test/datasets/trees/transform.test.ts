import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/datasets/load.js";
import type { DatasetError } from "../../../src/error.js";
import { put, temporaryFolder, zip } from "../files.js";

const photo = readFileSync(join(import.meta.dirname, "../../reference/pillow/colors-420.jpg"));
const transform = { resize: 40, crop: 32, interpolation: "bilinear" } as const;

function photos(files: Record<string, Buffer> = {}): string {
  const root = temporaryFolder();
  put(root, {
    ...{ "train/cat/a.jpg": photo, "train/dog/b.jpg": photo, "test/cat/c.jpg": photo, "test/dog/d.jpg": photo },
    ...files,
  });
  return root;
}

const options = () => ({ environment: { XDG_CACHE_HOME: temporaryFolder() } });
const refusal = (work: Promise<unknown>): Promise<DatasetError> =>
  work.then(
    () => Promise.reject(new Error("it worked")),
    (error) => error,
  );

describe("pictures resized and cropped as torchvision does", () => {
  test("are kept apart from those resized in our way, and say how they were made", async () => {
    const root = photos();
    const here = options();
    const ours = await loadDataset(root, "test", { ...here, imageSize: 32 });
    const theirs = await loadDataset(root, "test", { ...here, transform });
    const nearest = await loadDataset(root, "test", { ...here, transform: { ...transform, interpolation: "nearest" } });
    expect([ours, theirs, nearest].map(({ images }) => images.shape.join())).toEqual(Array(3).fill("2,3,32,32"));
    const bytes = [ours, theirs, nearest].map(({ images }) => Buffer.from(images.toBytes()).toString("hex"));
    expect(new Set(bytes).size).toBe(3);
    expect(ours.transform).toBeUndefined();
    expect(theirs.transform).toEqual(transform);
    expect((await loadDataset(root, "test", { ...here, transform })).transform).toEqual(transform); // from the cache
  });

  test("are read out of an archive too", async () => {
    const root = photos();
    const packed = join(temporaryFolder(), "photos.zip");
    const names = ["train/cat/a.jpg", "train/dog/b.jpg", "test/cat/c.jpg", "test/dog/d.jpg"];
    put(join(packed, ".."), { "photos.zip": zip(Object.fromEntries(names.map((name) => [name, photo]))) });
    const [folder, archive] = [
      await loadDataset(root, "test", { ...options(), transform }),
      await loadDataset(packed, "test", { ...options(), transform }),
    ];
    expect(archive.images.toBytes()).toEqual(folder.images.toBytes());
  });

  test("leave the training pictures unread where the normalization is known", async () => {
    const here = { environment: { XDG_CACHE_HOME: temporaryFolder() } };
    const normalization = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.2] };
    const dataset = await loadDataset(photos(), "test", { ...here, transform, normalization });
    expect({ mean: dataset.mean, std: dataset.std }).toEqual(normalization);
    const decoded = readdirSync(join(here.environment.XDG_CACHE_HOME, "selectivity-lab", "decoded"));
    expect(decoded.filter((name) => name.endsWith(".safetensors"))).toEqual([expect.stringContaining("-test-")]);
  });

  test("are refused by name where torchvision's result is none that anybody wants: 16-bit gray", async () => {
    const deep = await sharp(Buffer.alloc(2 * 16 * 16), {
      raw: { width: 16, height: 16, channels: 1, depth: "ushort" },
    } as object)
      .toColourspace("grey16")
      .png()
      .toBuffer();
    const error = await refusal(
      loadDataset(photos({ "test/cat/deep.png": deep }), "test", { ...options(), transform }),
    );
    expect(error.details).toEqual([expect.stringContaining("test/cat/deep.png: 16-bit gray")]);
  });

  test.each(["fashion-mnist", "./arrays.npz"])("are only those of folders and archives, not %s", async (name) => {
    const error = await refusal(loadDataset(name, "test", { ...options(), transform }));
    expect(error).toMatchObject({ code: "transform-refused", problem: expect.stringContaining(name) });
  });
});
