import { liveTensors, type Tensor, tensor } from "@selectivity-lab/torch";
import { afterAll, describe, expect, test } from "vitest";
import { type BatchOptions, batches, everyIndex } from "../../src/batches/batches.js";
import type { ImageDataset } from "../../src/datasets/contract/format.js";

const IMAGES = 10;

/** Ten 4 × 4 colour images; image i is i everywhere but in its first pixel, so that moving it shows. */
const dataset: ImageDataset = {
  name: "ten",
  split: "train",
  images: tensor(
    Uint8Array.from(
      { length: IMAGES * 3 * 16 },
      (_, position) => Math.floor(position / 48) + (position % 16 === 0 ? 100 : 0),
    ),
    { shape: [IMAGES, 3, 4, 4] },
  ),
  labels: tensor(
    Array.from({ length: IMAGES }, (_, index) => index % 3),
    { dtype: "int64" },
  ),
  classes: ["a", "b", "c"],
  mean: [0, 0, 0],
  std: [1 / 255, 1 / 255, 1 / 255], // so that values are grey levels again
  sha256: {},
};

afterAll(() => {
  dataset.images.dispose();
  dataset.labels.dispose();
});

const numbers = (values: Tensor) => [...values.toTypedArray()].map(Number);

/** For each image of a pass, in order: its number (from its last pixel), its label, its pixels. */
function pass(options: BatchOptions, indices = everyIndex(dataset)) {
  const seen: { image: number; label: number; pixels: string }[] = [];
  for (const batch of batches(dataset, indices, options)) {
    const labels = numbers(batch.labels);
    const pixels = numbers(batch.images).map(Math.round);
    for (const [item, label] of labels.entries()) {
      const own = pixels.slice(48 * item, 48 * (item + 1));
      seen.push({ image: own[47] as number, label, pixels: own.join() });
    }
  }
  return seen;
}

const imagesOf = (seen: ReturnType<typeof pass>) => seen.map(({ image }) => image);

describe("batches", () => {
  test("go through the images in order, each with its label", () => {
    const seen = pass({ batchSize: 4 }, Int32Array.of(2, 7, 5));
    expect(imagesOf(seen)).toEqual([2, 7, 5]);
    expect(seen.map(({ label }) => label)).toEqual([2, 1, 2]);
  });

  test("end with what is left, or without it", () => {
    const sizes = (dropLast: boolean) => [...batches(dataset, everyIndex(dataset), { batchSize: 4, dropLast })].length;
    expect([sizes(false), sizes(true)]).toEqual([3, 2]);
  });

  test("shuffle by seed and epoch alone", () => {
    const order = (seed: number, epoch: number, batchSize = 3) =>
      imagesOf(pass({ batchSize, shuffle: true, seed, epoch })).join();
    expect(order(0, 0)).toBe(order(0, 0, 7));
    expect(new Set([order(0, 0), order(0, 1), order(1, 0)]).size).toBe(3);
    expect(order(0, 0).split(",").map(Number).sort()).toEqual([...everyIndex(dataset)]);
  });

  test("augment an image alike in any batch size and order", () => {
    const augment = { flip: true, crop: 1 };
    const byLabelledImage = (options: BatchOptions, indices?: Int32Array) =>
      pass({ ...options, augment, seed: 4, epoch: 2 }, indices)
        .map(({ pixels }) => pixels)
        .sort();
    const whole = byLabelledImage({ batchSize: 10 });
    expect(byLabelledImage({ batchSize: 3, shuffle: true })).toEqual(whole);
    expect(whole).not.toEqual(
      pass({ batchSize: 10 })
        .map(({ pixels }) => pixels)
        .sort(),
    );
  });

  test("begin in the middle of a pass as if its beginning had been seen", () => {
    const options = { batchSize: 3, shuffle: true, augment: { flip: true, crop: 1 } };
    expect(pass({ ...options, firstBatch: 2 })).toEqual(pass(options).slice(6));
    expect(pass({ ...options, firstBatch: 4 })).toEqual([]);
  });

  test("live until the next is asked for or the loop is left", () => {
    const before = liveTensors();
    let first: Tensor | undefined;
    for (const { images } of batches(dataset, everyIndex(dataset), { batchSize: 4 })) {
      if (first) {
        expect(first.disposed).toBe(true);
        break;
      }
      first = images;
    }
    expect(liveTensors()).toBe(before);
  });

  test("refuse a size that is no whole number above 0", () => {
    expect(() => [...batches(dataset, everyIndex(dataset), { batchSize: 0 })]).toThrow(RangeError);
  });
});
