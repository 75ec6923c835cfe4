import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheFolder, dataFolders, locate } from "../../../src/datasets/contract/locate.js";
import { mnist } from "../../../src/datasets/published/mnist.js";
import { DatasetError } from "../../../src/error.js";
import { put, temporaryFolder } from "../files.js";

const nothing = new Uint8Array();
const IMAGES = "t10k-images-idx3-ubyte";
const LABELS = "t10k-labels-idx1-ubyte";

describe("dataFolders", () => {
  test("are those given, SELECTIVITY_DATA, the user's cache and the system's, in that order", () => {
    const given = temporaryFolder();
    expect(dataFolders([given], { SELECTIVITY_DATA: "/data", XDG_CACHE_HOME: "/cache" })).toEqual([
      given,
      "/data",
      "/cache/selectivity-lab",
      "/usr/share/datasets",
    ]);
  });

  test("refuse a given folder that does not exist", () => {
    expect(() => dataFolders([join(temporaryFolder(), "typo")], {})).toThrow(
      /typo: expected a data folder, found nothing/,
    );
  });
});

test("the cache is below the home folder by default", () => {
  expect(cacheFolder({})).toMatch(/\.cache\/selectivity-lab$/);
});

describe("locate", () => {
  test("finds files in a data folder, in the folder of the data set, and where torchvision puts them", () => {
    for (const below of ["", "mnist", "MNIST/raw"]) {
      const folder = temporaryFolder();
      put(join(folder, below), { [IMAGES]: nothing, [LABELS]: nothing });
      expect(locate(mnist, "test", [folder])?.paths).toEqual([IMAGES, LABELS].map((name) => join(folder, below, name)));
    }
  });

  test("takes plain and gzipped files, plain ones first", () => {
    const folder = temporaryFolder();
    put(folder, { [IMAGES]: nothing, [`${IMAGES}.gz`]: nothing, [`${LABELS}.gz`]: nothing });
    expect(locate(mnist, "test", [folder])?.paths).toEqual([join(folder, IMAGES), join(folder, `${LABELS}.gz`)]);
  });

  test("takes the first folder that has the split", () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    for (const folder of [first, second]) put(folder, { [IMAGES]: nothing, [LABELS]: nothing });
    expect(locate(mnist, "test", [temporaryFolder(), first, second])?.paths[0]).toBe(join(first, IMAGES));
    expect(locate(mnist, "train", [first, second])).toBeUndefined();
  });

  test("refuses a folder that has some of the files, naming those it lacks", () => {
    const folder = temporaryFolder();
    put(folder, { [IMAGES]: nothing });
    const search = () => locate(mnist, "test", [folder]);
    expect(search).toThrow(DatasetError);
    expect(search).toThrow(`${folder}: has ${IMAGES} of MNIST, but not ${LABELS}.`);
  });
});
