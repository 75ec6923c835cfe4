import { mkdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { datasetDocumentSchema, datasetsDocumentSchema, verificationDocumentSchema } from "@selectivity-lab/lab";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../testing/src/documents.js";
import { temporaryFolder } from "../../testing/src/folders.js";
import { runInProcess } from "../../testing/src/in-process.js";
import { writeTinyImages } from "../../testing/src/tiny-images.js";

const home = temporaryFolder();
const folder = writeTinyImages(join(home, "data"));

describe("data", () => {
  test("lists every data set, with its folder where it is found", async () => {
    const { code, stdout } = await runInProcess(["data", "list", "--json", "--data-dir", folder], home);
    expect(code).toBe(0);
    const { schema, datasets } = readDocument(datasetsDocumentSchema, stdout);
    expect(schema).toBe(1);
    expect(datasets).toContainEqual({ name: "fashion-mnist", folder });
    expect(datasets.map(({ name }) => name)).toContain("tiny-imagenet");
  });

  test("says what is in one", async () => {
    const { code, stdout } = await runInProcess(
      ["data", "info", "fashion-mnist", "--json", "--data-dir", folder],
      home,
    );
    expect(code).toBe(0);
    const { name, imageShape, splits, ...facts } = readDocument(datasetDocumentSchema, stdout);
    expect({ name, imageShape }).toEqual({ name: "fashion-mnist", imageShape: [1, 28, 28] });
    expect(facts.classes).toHaveLength(10);
    expect(splits.train).toMatchObject({ images: 240, perClass: [24, 24] });
    expect(Object.keys(splits.test.sha256)).toEqual(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]);
  });

  test("verifies one: exit code 1 for other files than the official ones", async () => {
    const words = ["data", "verify", "fashion-mnist", "--data-dir", folder];
    const { code, stdout } = await runInProcess([...words, "--json"], home);
    expect(code).toBe(1);
    const { schema, name, intact, splits } = readDocument(verificationDocumentSchema, stdout);
    expect({ schema, name, intact }).toEqual({ schema: 1, name: "fashion-mnist", intact: false });
    expect(splits.test).toMatchObject({ images: 100, cacheIntact: true, skipped: [] });
    expect(splits.test.files[0]).toMatchObject({ name: "t10k-images-idx3-ubyte", official: false });
    expect((await runInProcess(words, home)).stdout).toMatch(/✖ [0-9a-f]{64} {2}t10k-images.* not the official file/);
  });

  test("trains and measures without damaged images where that is asked for, and refuses to otherwise", async () => {
    const photos = join(home, "photos");
    for (const [index, place] of ["train/a", "train/b", "test/a", "test/b"].entries())
      for (let image = 0; image < 6; image++) {
        mkdirSync(join(photos, place), { recursive: true });
        const background = { r: 40 * image, g: 60 * index, b: 255 * (index % 2) };
        await sharp({ create: { width: 8, height: 8, channels: 3, background } })
          .png()
          .toFile(join(photos, place, `${image}.png`));
      }
    for (const split of ["train", "test"]) truncateSync(join(photos, split, "a", "0.png"), 60);
    const words = [
      "train",
      "fashion-quick",
      "dataset=./photos",
      "imageSize=8",
      "model=mlp",
      "modelOptions={}",
      "epochs=1",
    ];
    const small = ["batchSize=4", "trainImages=8", "validationImages=3", "--out", "trial", "--quiet"];
    const refused = await runInProcess([...words, ...small], home);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("✖ train/a/0.png")]);
    expect(refused.stderr).toContain("damagedImages=skip");
    expect(await runInProcess([...words, ...small, "damagedImages=skip"], home)).toMatchObject({ code: 0 });
    const measured = await runInProcess(["measure", "trial", "--json"], home); // the weights say how their data set was read
    expect([measured.code, JSON.parse(measured.stdout).images]).toEqual([0, 11]);
    expect((await runInProcess(["data", "info", "./photos"], home)).code).toBe(2);
    const info = await runInProcess(["data", "info", "./photos", "--skip-damaged", "--json"], home);
    expect(JSON.parse(info.stdout).splits.train).toMatchObject({ images: 11, skipped: ["train/a/0.png"] });
  }, 60_000);

  test.each([
    ["an unknown one", ["info", "cifar"], /no data set "cifar"\. Did you mean "cifar10"\?/],
    ["one that is not here", ["info", "cifar100"], /CIFAR-100 \(train split\) was not found/],
    ["a folder without classes", ["info", home], /expected folders train\/<class>\//],
  ])("exits 2 for %s", async (_, words, message) => {
    const { code, stderr } = await runInProcess(["data", ...words], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
