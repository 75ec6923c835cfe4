import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inspectDataset } from "../../src/datasets/load.js";
import { put, smallMnist, temporaryFolder } from "./files.js";

const inspect = (name: string, folder: string) =>
  inspectDataset(name, { dataDirs: [folder], environment: { XDG_CACHE_HOME: join(folder, "cache") } });

describe("inspectDataset", () => {
  test("says where the files lie and that their sizes are official, without reading them", () => {
    const folder = temporaryFolder();
    for (const file of [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat("test_batch.bin")) {
      writeFileSync(join(folder, file), "");
      truncateSync(join(folder, file), 30_730_000); // no record in it is valid data of ten classes but zeros
    }
    const found = inspect("cifar10", folder);
    expect(found).toMatchObject({ state: "found", place: folder, problem: null, remedy: null });
    expect(found.files.map(({ bytes, officialBytes }) => bytes === officialBytes)).toEqual(Array(6).fill(true));
  });

  test("compares the unpacked size of gzipped files, and says what to do about another size", () => {
    const folder = temporaryFolder();
    const packed = Object.entries(smallMnist(20, 10)).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)] as const);
    put(folder, Object.fromEntries(packed));
    const found = inspect("mnist", folder);
    expect(found.files.map(({ bytes }) => bytes)).toEqual([16 + 20 * 784, 8 + 20, 16 + 10 * 784, 8 + 10]);
    expect(found).toMatchObject({ state: "found", remedy: "run `selectivity data verify mnist`" });
    expect(found.problem).toMatch(
      /train-images.*\(and 3 more\) is not of the official size: expected 47040016 bytes, got/,
    );
  });

  test("says what is missing of a data set that is there in part", () => {
    const folder = temporaryFolder();
    const { "t10k-labels-idx1-ubyte": _, ...rest } = smallMnist(20, 10);
    put(folder, rest);
    expect(inspect("mnist", folder)).toMatchObject({
      state: "incomplete",
      place: folder,
      problem: expect.stringContaining("but not t10k-labels-idx1-ubyte"),
    });
    const tiny = join(folder, "tiny-imagenet-200");
    mkdirSync(join(tiny, "train", "n01"), { recursive: true });
    put(tiny, { "wnids.txt": Buffer.from("n01\nn02\n"), "words.txt": Buffer.from("") });
    expect(inspect("tiny-imagenet", folder)).toMatchObject({
      state: "incomplete",
      place: tiny,
      problem: `${tiny}: Tiny ImageNet lacks val/val_annotations.txt, val/images here.`,
    });
  });

  test.each(["mnist", "cifar100", "tiny-imagenet"])("of %s, which is absent, says that it is downloaded", (name) => {
    const absent = inspect(name, temporaryFolder());
    expect(absent).toMatchObject({ state: "absent", place: null, files: [], problem: null });
    expect(absent.remedy).toMatch(/^it is downloaded when first used; .*--data-dir/);
  });

  test("looks at an archive and at arrays, too", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "tiny-imagenet-200.zip"), "cut short");
    expect(inspect("tiny-imagenet", folder)).toMatchObject({
      state: "found",
      problem: expect.stringContaining("expected 248100043 bytes, got 9"),
      remedy: "delete it to have it downloaded again",
    });
    expect(inspect(join(folder, "none.npz"), folder)).toMatchObject({ state: "absent" });
  });

  test("refuses a name that no data set has, and a data folder that does not exist", () => {
    expect(() => inspect("imagenet", temporaryFolder())).toThrow('There is no data set "imagenet"');
    expect(() => inspect("mnist", join(temporaryFolder(), "typo"))).toThrow("expected a data folder, found nothing");
  });
});
