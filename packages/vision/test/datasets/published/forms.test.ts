/** The forms in which published data sets lie on disks, each found and read as the official files. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locate } from "../../../src/datasets/contract/locate.js";
import { loadDataset } from "../../../src/datasets/load.js";
import { cifar100 } from "../../../src/datasets/published/cifar100.js";
import { inspectPublished } from "../../../src/datasets/published/inspect-published.js";
import { idx, put, temporaryFolder } from "../files.js";

const IMAGES = 10_000;

/** Records of CIFAR-10's test file: image i has label i % 10, and all of its bytes are i. */
const records = Uint8Array.from({ length: IMAGES * 3073 }, (_, at) =>
  at % 3073 === 0 ? Math.floor(at / 3073) % 10 : Math.floor(at / 3073),
);

/** The same as a pickle of Python 2. */
function pickleRecords(): Uint8Array {
  const text = (value: string) => Buffer.from(`U${String.fromCharCode(value.length)}${value}`, "latin1");
  const data = Buffer.alloc(IMAGES * 3072);
  for (let image = 0; image < IMAGES; image++)
    data.set(records.subarray(image * 3073 + 1, (image + 1) * 3073), image * 3072);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([
    ...[Buffer.from("\x80\x02}(", "latin1"), text("labels"), Buffer.from("](", "latin1")],
    Buffer.from(Uint8Array.from({ length: 2 * IMAGES }, (_, i) => (i % 2 === 0 ? 0x4b : ((i - 1) / 2) % 10))),
    ...[Buffer.from("e", "latin1"), text("data"), Buffer.from("cnumpy.core.multiarray\n_reconstruct\n", "latin1")],
    Buffer.from("cnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01M\x10\x27M\x00\x0c\x86cnumpy\ndtype\nU\x02u1", "latin1"),
    Buffer.from("K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T", "latin1"),
    ...[size, data, Buffer.from("tbu.", "latin1")],
  ]);
}

async function load(folder: string, name = "cifar10") {
  const environment = { XDG_CACHE_HOME: temporaryFolder() };
  const { images, labels, sha256 } = await loadDataset(name, "test", {
    dataDirs: [folder],
    environment,
    download: false,
  });
  const pixels = images.toTypedArray() as Uint8Array;
  const digest = createHash("sha256").update(pixels).digest("hex"); // comparing 30 MB element by element takes minutes
  const found = { digest, first: [...pixels.slice(0, 3073)], labels: labels.toArray(), sha256 };
  images.dispose();
  labels.dispose();
  return found;
}

const pack = (folder: string, archive: string, inside: string) =>
  execFileSync("tar", ["-czf", join(folder, archive), "-C", folder, inside]);

describe("CIFAR-10", () => {
  test("is the same, checksums included, from each of its forms", async () => {
    const binary = temporaryFolder();
    put(join(binary, "cifar-10-batches-bin"), { "test_batch.bin": records });
    const expected = await load(binary);
    expect(expected.first).toEqual([...new Array(3072).fill(0), 1]);
    const python = temporaryFolder();
    put(join(python, "cifar-10-batches-py"), { test_batch: pickleRecords() });
    expect(await load(python)).toEqual(expected);
    expect(await load(join(python, "cifar-10-batches-py"))).toEqual(expected);
    const archives = { "cifar-10-binary.tar.gz": binary, "cifar-10-python.tar.gz": python };
    for (const [archive, from] of Object.entries(archives)) {
      pack(from, archive, archive.includes("python") ? "cifar-10-batches-py" : "cifar-10-batches-bin");
      const alone = temporaryFolder();
      execFileSync("cp", [join(from, archive), alone]);
      expect(await load(alone), archive).toEqual(expected);
    }
  }, 120_000);

  test("names an archive that lacks files, is cut, or is none", async () => {
    const folder = temporaryFolder();
    put(folder, { "some/readme.txt": new Uint8Array(3) });
    pack(folder, "cifar-10-python.tar.gz", "some");
    await expect(load(folder)).rejects.toThrow("expected an archive with test_batch, got one of 1 files without it");
    put(folder, { "cifar-10-python.tar.gz": new Uint8Array(100) });
    await expect(load(folder)).rejects.toThrow("cifar-10-python.tar.gz: expected a whole gzip file");
  });
});

describe("CIFAR-100's Python version", () => {
  test("is not looked for in a folder of anything, though its files are called train and test", () => {
    const folder = temporaryFolder();
    put(folder, { train: new Uint8Array(1), test: new Uint8Array(1) });
    expect(locate(cifar100, "train", [folder])).toBeUndefined();
    put(join(folder, "cifar-100-python"), { train: new Uint8Array(1), test: new Uint8Array(1) });
    expect(locate(cifar100, "train", [folder])?.place).toBe(join(folder, "cifar-100-python"));
    expect(locate(cifar100, "test", [join(folder, "cifar-100-python")])?.form?.title).toBe("the Python version");
  });

  test("is listed with its files, once, without a size that it should have", () => {
    const folder = temporaryFolder();
    put(folder, { "cifar-100-python.tar.gz": new Uint8Array(20) });
    const { state, place, files, problem } = inspectPublished(cifar100, [folder]);
    expect({ state, place, problem }).toEqual({
      state: "found",
      place: join(folder, "cifar-100-python.tar.gz"),
      problem: null,
    });
    expect(files).toHaveLength(1);
  });
});

test("MNIST is found under Kaggle's names", async () => {
  const folder = temporaryFolder();
  put(folder, {
    "t10k-images.idx3-ubyte": idx(0x803, [2, 28, 28], new Uint8Array(2 * 784).fill(9)),
    "t10k-labels.idx1-ubyte": idx(0x801, [2], Uint8Array.of(3, 4)),
  });
  const { labels, sha256 } = await load(folder, "mnist");
  expect(labels).toEqual([3, 4]);
  expect(Object.keys(sha256)).toEqual(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]);
});
