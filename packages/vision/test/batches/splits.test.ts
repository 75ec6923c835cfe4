import { scope, tensor } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SplitError, type SplitOptions, split } from "../../src/batches/splits.js";

const splitOf = (labels: readonly number[], options: SplitOptions) =>
  scope(() => split(tensor([...labels], { dtype: "int64" }), options));

const countsOf = (labels: readonly number[], indices: Iterable<number>) => {
  const counts = new Map<number, number>();
  for (const index of indices) counts.set(labels[index] as number, (counts.get(labels[index] as number) ?? 0) + 1);
  return counts;
};

const requests = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 120 })
  .chain((labels) =>
    fc.record({
      labels: fc.constant(labels),
      seed: fc.integer({ min: 0, max: 2 ** 40 }),
      validationImages: fc.integer({ min: 0, max: labels.length - 1 }),
    }),
  )
  .chain(({ labels, seed, validationImages }) =>
    fc.record({
      labels: fc.constant(labels),
      options: fc.record({
        seed: fc.constant(seed),
        validationImages: fc.constant(validationImages),
        trainImages: fc.integer({ min: 1, max: labels.length - validationImages }),
      }),
    }),
  );

describe("split", () => {
  test("puts two of twelve images aside, one of each class", () => {
    const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    const { train, validation } = splitOf(labels, { seed: 0, validationImages: 2 });
    expect(train).toHaveLength(10);
    expect(countsOf(labels, validation)).toEqual(
      new Map([
        [0, 1],
        [1, 1],
      ]),
    );
  });

  test("keeps the parts disjoint, ascending and of the sizes asked for", () => {
    fc.assert(
      fc.property(requests, ({ labels, options }) => {
        const { train, validation } = splitOf(labels, options);
        expect([train.length, validation.length]).toEqual([options.trainImages, options.validationImages]);
        expect(new Set([...train, ...validation]).size).toBe(train.length + validation.length);
        for (const part of [train, validation]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
      }),
    );
  });

  test("puts the same fraction of every class aside, to within half an image", () => {
    fc.assert(
      fc.property(requests, ({ labels, options }) => {
        const drawn = countsOf(labels, splitOf(labels, options).validation);
        const classes = [...countsOf(labels, labels.keys())].map(([label, size]) => ({
          size,
          count: drawn.get(label) ?? 0,
        }));
        const least = Math.max(...classes.map(({ size, count }) => (count - 0.5) / size));
        const most = Math.min(...classes.map(({ size, count }) => (count + 0.5) / size));
        expect(least).toBeLessThanOrEqual(most + 1e-12); // some fraction fits all classes
      }),
      { numRuns: 500 },
    );
  });

  test("is exactly balanced where the shares are whole", () => {
    const labels = Array.from({ length: 1000 }, (_, index) => index % 10);
    const { train, validation } = splitOf(labels, { seed: 5, validationImages: 100, trainImages: 500 });
    for (let label = 0; label < 10; label++) {
      expect(countsOf(labels, validation).get(label)).toBe(10);
      expect(countsOf(labels, train).get(label)).toBe(50);
    }
  });

  test("is the same for the same seed, and another for another", () => {
    const labels = Array.from({ length: 200 }, (_, index) => index % 4);
    const validation = (seed: number) => splitOf(labels, { seed, validationImages: 40 }).validation.join();
    expect(validation(1)).toBe(validation(1));
    expect(validation(1)).not.toBe(validation(2));
  });

  test("nests: a smaller training set is part of a larger one of the same seed", () => {
    const labels = Array.from({ length: 200 }, (_, index) => index % 4);
    const train = (trainImages: number) => splitOf(labels, { seed: 1, validationImages: 40, trainImages }).train;
    const larger = new Set(train(100));
    expect(train(30).every((index) => larger.has(index))).toBe(true);
  });

  test.each([
    { validationImages: 4 },
    { validationImages: 5 },
    { validationImages: 2, trainImages: 3 },
    { validationImages: 0, trainImages: 0 },
    { validationImages: -1 },
    { validationImages: 1.5 },
  ])("refuses $validationImages validation and $trainImages training images of four", (sizes) => {
    expect(() => splitOf([0, 1, 0, 1], { seed: 0, ...sizes })).toThrow(SplitError);
  });

  test.each<[Omit<SplitOptions, "seed">, string]>([
    [{ validationImages: 5 }, "validationImages 5 leaves no image to train on: the training split has 4 images"],
    [
      { validationImages: 2, trainImages: 3 },
      "trainImages 3 and validationImages 2 do not fit: the training split has 4 images",
    ],
    [{ validationImages: -1 }, "validationImages -1: expected a whole number of at least 0"],
  ])("says what was asked for and what would fit: %j", (sizes, problem) => {
    const refused = expect.objectContaining({ problem, remedy: expect.any(String) });
    expect(() => splitOf([0, 1, 0, 1], { seed: 0, ...sizes })).toThrow(refused);
  });
});
