import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { ImageDataset, Split } from "../../src/datasets/contract/format.js";
import type { LoadOptions } from "../../src/datasets/contract/kind.js";
import { loadDataset } from "../../src/datasets/load.js";
import { datasetFormat } from "../../src/datasets/published/published.js";
import { sha256 } from "../../src/datasets/published/source-file.js";
import { put, smallMnist, temporaryFolder } from "./files.js";

/** Loads, looks, frees. */
async function loaded<T>(
  name: string,
  split: Split,
  options: LoadOptions,
  look: (dataset: ImageDataset) => T,
): Promise<T> {
  const dataset = await loadDataset(name, split, options);
  const seen = look(dataset);
  dataset.images.dispose();
  dataset.labels.dispose();
  return seen;
}

const cacheHome = mkdtempSync(join(tmpdir(), "selectivity-cache-"));
afterAll(() => rmSync(cacheHome, { recursive: true }));

const offline: LoadOptions = {
  environment: { XDG_CACHE_HOME: cacheHome },
  fetch: () => Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") })),
};

describe("loadDataset", () => {
  test("gives images, labels, names and checksums", async () => {
    const folder = temporaryFolder();
    const files = smallMnist(12, 3);
    put(folder, files);
    await loaded("mnist", "train", { dataDirs: [folder] }, ({ images, labels, sha256: checksums, ...rest }) => {
      expect(`${images}`).toBe("uint8 [12, 1, 28, 28] on cpu");
      expect(
        images
          .select(0, 11)
          .toTypedArray()
          .every((pixel) => Number(pixel) === 11),
      ).toBe(true);
      expect(labels.dtype).toBe("int64");
      expect(labels.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
      expect(Object.keys(checksums)).toEqual(["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]);
      expect(checksums["train-labels-idx1-ubyte"]).toBe(sha256(files["train-labels-idx1-ubyte"] as Uint8Array));
      expect(rest).toMatchObject({
        name: "mnist",
        split: "train",
        classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      });
    });
  });

  test("gives gzipped files the checksums of plain ones", async () => {
    const [plain, packed] = [temporaryFolder(), temporaryFolder()];
    const files = smallMnist(2, 2);
    put(plain, files);
    put(packed, Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)])));
    const checksums = (folder: string) => loaded("mnist", "test", { dataDirs: [folder] }, (dataset) => dataset.sha256);
    expect(await checksums(packed)).toEqual(await checksums(plain));
  });

  test("does without a cache that cannot be written", async () => {
    const folder = temporaryFolder();
    put(folder, { ...smallMnist(2, 2), file: Uint8Array.of(0) });
    const environment = { XDG_CACHE_HOME: join(folder, "file") };
    const { images, labels } = await loadDataset("mnist", "test", { dataDirs: [folder], environment });
    expect([images.shape, labels.toArray()]).toEqual([
      [2, 1, 28, 28],
      [0, 1],
    ]);
  });

  test("downloads what is nowhere found, and says so before", async () => {
    const said: string[] = [];
    const asked: string[] = [];
    const fetch = (url: string) => {
      asked.push(url);
      return Promise.reject(new Error("no route"));
    };
    const cache = temporaryFolder();
    const options: LoadOptions = { environment: { XDG_CACHE_HOME: cache }, fetch, notify: (line) => said.push(line) };
    await expect(loadDataset("mnist", "test", options)).rejects.toThrow(/no route/);
    expect(said).toEqual([`Downloading MNIST to ${join(cache, "selectivity-lab")}`]);
    expect(asked[0]).toMatch(/^https:/);
  });

  test("says which files it looked for, where, and what to do", async () => {
    const dataDirs = [temporaryFolder()];
    const error = await loadDataset("cifar10", "test", { ...offline, dataDirs }).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "DatasetError", code: "missing" });
    expect(error.message.replace(dataDirs[0], "GIVEN").replace(cacheHome, "CACHE")).toMatchInlineSnapshot(`
      "CIFAR-10 (test split) was not found.
        files     test_batch.bin (plain or .gz)
        searched  GIVEN
                  CACHE/selectivity-lab
                  /usr/share/datasets
                  and in each cifar-10-batches-bin, cifar10, cifar10/cifar-10-batches-bin
        or        the archive of the binary version (cifar-10-binary.tar.gz)
        or        the Python version (cifar-10-batches-py, cifar10/cifar-10-batches-py, cifar-10-python.tar.gz)
        download  https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz: cannot be downloaded: getaddrinfo ENOTFOUND.
        to do: put its files into a folder, and name that folder with --data-dir or SELECTIVITY_DATA (from https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz)"
    `);
  });

  test("does not download when told so", async () => {
    const options = { ...offline, fetch: () => Promise.reject(new Error("asked")), download: false };
    await expect(loadDataset("mnist", "test", options)).rejects.not.toThrow(/asked/);
  });

  test("refuses a damaged file with its path", async () => {
    const folder = temporaryFolder();
    put(folder, { ...smallMnist(2, 2), "t10k-labels-idx1-ubyte": Uint8Array.of(0, 0, 8, 1) });
    await expect(loadDataset("mnist", "test", { dataDirs: [folder] })).rejects.toMatchObject({
      code: "corrupt",
      path: join(folder, "t10k-labels-idx1-ubyte"),
    });
  });

  test("refuses a name that is none, and suggests the nearest", async () => {
    await expect(loadDataset("fashion_mnist", "test")).rejects.toMatchObject({
      code: "unknown-dataset",
      message: expect.stringContaining('Did you mean "fashion-mnist"?'),
    });
  });
});

describe.each(["fashion-mnist", "mnist", "cifar10", "cifar100"])("the description of %s", (name) => {
  const format = datasetFormat(name);

  test("has a mean and a standard deviation for each channel, in units of pixels scaled to 0..1", () => {
    for (const values of [format.mean, format.std]) {
      expect(values).toHaveLength(format.imageShape[0]);
      for (const value of values) expect(value > 0 && value < 1).toBe(true);
    }
  });

  test("has its classes and files of its own for each split", () => {
    expect(new Set(format.classes).size).toBe(name === "cifar100" ? 100 : 10);
    expect(format.files.train.filter((file) => format.files.test.includes(file))).toEqual([]);
  });

  test("says from where its files come, and how they are checked", () => {
    for (const { url, md5 } of format.downloads) {
      expect(url).toMatch(/^https:\/\//);
      expect(md5).toMatch(/^[0-9a-f]{32}$/);
    }
  });
});
