import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBytes, liveTensors, type Tensor, tensor, writeNpy } from "@selectivity-lab/torch";
import { afterAll, describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/datasets/load.js";

const reference = (name: string) => join(import.meta.dirname, "../../reference", name);
const home = mkdtempSync(join(tmpdir(), "arrays-"));
afterAll(() => rmSync(home, { recursive: true }));
const environment = { XDG_CACHE_HOME: join(home, "cache") };
const load = (name: string, split: "train" | "test" = "train") => loadDataset(name, split, { environment });
const bytes = (count: number, from = 0) => Uint8Array.from({ length: count }, (_, i) => from + i);
const dispose = ({ images, labels }: { images: Tensor; labels: Tensor }) => {
  for (const one of [images, labels]) one.dispose();
};

describe("an .npz archive", () => {
  test("gives its images plane by plane, its labels, and the statistics of its training images", async () => {
    for (const _ of ["read", "from the cache"]) {
      const train = await load(reference("arrays.npz"));
      expect([train.images.shape, train.labels.shape, train.classes]).toEqual([[8, 3, 5, 4], [8], ["0", "1", "2"]]);
      const values = bytes(480);
      const channel = (c: number) =>
        Array.from(
          values.filter((_, i) => i % 3 === c),
          (value) => value / 255,
        );
      const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
      expect((train.images.toTypedArray() as Uint8Array).slice(0, 4)).toEqual(Uint8Array.of(0, 3, 6, 9));
      for (const c of [0, 1, 2]) {
        expect(train.mean[c]).toBeCloseTo(mean(channel(c)), 12);
        expect(train.std[c]).toBeCloseTo(
          Math.sqrt(mean(channel(c).map((value) => value ** 2)) - mean(channel(c)) ** 2),
          9,
        );
      }
      const test = await load(reference("arrays.npz"), "test");
      expect([test.images.shape, Array.from(test.labels.toTypedArray(), Number), test.mean]).toEqual([
        [4, 3, 5, 4],
        [2, 0, 1, 2],
        train.mean,
      ]);
      dispose(train);
      dispose(test);
    }
  });

  test("may bear the names that Keras gives, and hold grey images", async () => {
    const train = await load(reference("arrays-keras.npz"));
    expect([train.images.shape, train.labels.numel]).toEqual([[8, 1, 5, 4], 8]);
    dispose(train);
  });

  test("that was cut short, or is something else, is refused by name", async () => {
    const cut = join(home, "cut.npz");
    writeFileSync(cut, readFileSync(reference("arrays.npz")).subarray(0, 500));
    await expect(load(cut)).rejects.toThrow("cut.npz: expected a zip archive");
    copyFileSync(reference("arrays.py"), join(home, "text.npz"));
    await expect(load(join(home, "text.npz"))).rejects.toThrow("expected a zip archive");
    await expect(load(join(home, "nothing.npz"))).rejects.toThrow("does not exist");
  });

  test.each(["arrays.npz", "arrays-keras.npz"])(
    "in which one bit has changed (%s) is refused by name",
    async (name) => {
      const changed = readFileSync(reference(name));
      const pixels = changed.indexOf("_train.npy") + changed.indexOf("train_images.npy") + 200; // whichever it holds
      changed[pixels] = (changed[pixels] as number) ^ 1;
      writeFileSync(join(home, name), changed);
      await expect(load(join(home, name))).rejects.toThrow(
        new RegExp(`${name}: (x_train|train_images)\\.npy( is damaged: expected checksum|: cannot be unpacked)`),
      );
    },
  );
});

describe("a folder of .npy files", () => {
  const folder = (name: string, arrays: Record<string, Tensor>) => {
    mkdirSync(join(home, name), { recursive: true });
    for (const [file, array] of Object.entries(arrays)) writeNpy(join(home, name, `${file}.npy`), array);
    return join(home, name);
  };
  const images = (count: number, dtype: "uint8" | "float32" = "uint8") =>
    fromBytes(new Uint8Array(count * 12 * (dtype === "uint8" ? 1 : 4)), { dtype, shape: [count, 4, 3] });
  const labels = (...values: number[]) => tensor(Int32Array.from(values), { dtype: "int64" });
  const good = () => ({
    train_images: images(3),
    train_labels: labels(0, 1, 2),
    test_images: images(2),
    test_labels: labels(0, 1),
  });

  test("is a data set", async () => {
    const { images: pixels, classes, name } = await load(folder("good", good()));
    expect([pixels.shape, classes.length, name]).toEqual([[3, 1, 4, 3], 3, join(home, "good")]);
  });

  test("is decoded once, in pieces; its images stay where they are, plane by plane", async () => {
    const pixels = bytes(5 * 4 * 3 * 3);
    const arrays = {
      ...good(),
      train_images: fromBytes(pixels, { dtype: "uint8", shape: [5, 4, 3, 3] }),
      train_labels: labels(0, 1, 2, 0, 1),
      test_images: fromBytes(bytes(72), { dtype: "uint8", shape: [2, 4, 3, 3] }),
    };
    const place = folder("colour", arrays);
    const first = await load(place);
    expect((first.images.toTypedArray() as Uint8Array).slice(0, 12)).toEqual(
      pixels.filter((_, i) => i < 36 && i % 3 === 0),
    );
    writeNpy(join(place, "test_labels.npy"), labels(1, 0)); // another entry for the test split alone
    const again = await load(place);
    expect([again.images.toTypedArray(), again.sha256]).toEqual([first.images.toTypedArray(), first.sha256]);
    expect((await load(place, "test")).labels.toArray()).toEqual([1, 0]);
  });

  test.each([
    [
      "a class without training images",
      { train_labels: labels(0, 3, 1) },
      "of every class from 0 to 3, got none of class 2",
    ],
    ["a label beyond all sense", { train_labels: labels(0, 1, 10_000_000) }, "got none of class 2"],
    ["a test label that is not trained", { test_labels: labels(0, 7) }, "expected test labels from 0 to 2"],
    ["float images", { train_images: images(3, "float32") }, "expected uint8 pixels, 0 to 255, got float32"],
    ["too few labels", { train_labels: labels(0, 1) }, "expected 3 labels, one per image, got 2"],
    ["negative labels", { train_labels: labels(0, -1, 2) }, "expected labels from 0, got -1"],
    [
      "labels that are no whole numbers",
      { train_labels: tensor(Float32Array.of(0, 1, 2)) },
      "expected whole numbers, got float32",
    ],
    [
      "test images of another size",
      { test_images: fromBytes(bytes(2 * 9), { dtype: "uint8", shape: [2, 3, 3] }) },
      "expected test images of 1 × 4 × 3",
    ],
    [
      "images of two channels",
      { train_images: fromBytes(bytes(3 * 24), { dtype: "uint8", shape: [3, 4, 3, 2] }) },
      "with 1 or 3 channels, got [3, 4, 3, 2]",
    ],
  ])("with %s is refused", async (name, change, message) => {
    const before = liveTensors();
    await expect(load(folder(name, { ...good(), ...(change as Record<string, Tensor>) }))).rejects.toThrow(message);
    expect(liveTensors() - before).toBeLessThanOrEqual(4); // the arrays that this test made
  });

  test("without test images is refused", async () => {
    const { train_images, train_labels } = good();
    await expect(load(folder("half", { train_images, train_labels }))).rejects.toThrow(
      "expected arrays test_images with test_labels, or x_test with y_test, got neither",
    );
  });
});
