import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCifar } from "../../../src/datasets/published/cifar-records.js";
import { cifar10 } from "../../../src/datasets/published/cifar10.js";
import { cifar100 } from "../../../src/datasets/published/cifar100.js";
import { DatasetError } from "../../../src/error.js";
import { source } from "../files.js";

/** A record whose red, green and blue bytes are `10 label + 1`, `+ 2` and `+ 3`. */
const record = (label: number) => [
  label,
  ...[1, 2, 3].flatMap((channel) => new Array(1024).fill(10 * label + channel)),
];
const file = (name: string, ...labels: number[]) => source(name, Uint8Array.from(labels.flatMap(record)));

const decodeCifar10 = (files: ReturnType<typeof file>[], recordsPerFile: number) =>
  decodeCifar(files, { recordsPerFile, labelBytes: 1, classes: 10 });

describe("decodeCifar", () => {
  test("takes the last label byte, and refuses one of no class", () => {
    const fine = (label: number) => source("a", Uint8Array.from([19, label, ...new Array(3072).fill(7)]));
    const layout = { recordsPerFile: 1, labelBytes: 2, classes: 100 };
    const { pixels, labels } = decodeCifar([fine(99)], layout);
    expect([labels[0], pixels[0], pixels.length]).toEqual([99, 7, 3072]);
    expect(() => decodeCifar([fine(100)], layout)).toThrow("a: expected labels from 0 to 99, got 100 at record 0.");
  });

  test("holds CIFAR-100's official files to 50,000 and 10,000 records", () => {
    const short = [source("train.bin", new Uint8Array(3074))];
    expect(() => cifar100.decode(short, "train")).toThrow("expected 153700000 bytes");
    expect(() => cifar100.decode(short, "test")).toThrow("expected 30740000 bytes");
  });

  test("reads records in the order of files, channel by channel", () => {
    const { pixels, labels } = decodeCifar10([file("a", 3, 0), file("b", 9, 1)], 2);
    expect([...labels]).toEqual([3, 0, 9, 1]);
    expect([0, 1023, 1024, 2048, 3072, 2 * 3072].map((position) => pixels[position])).toEqual([31, 31, 32, 33, 1, 91]);
  });

  test("refuses a label of no class, and a file cut at a record's end", () => {
    expect(() => decodeCifar10([file("a", 3, 10)], 2)).toThrow("a: expected labels from 0 to 9, got 10 at record 1.");
    expect(() => decodeCifar10([file("a", 3, 0), file("b", 9)], 2)).toThrow(
      "b: expected 6146 bytes (2 records of 3073), got 3073 bytes.",
    );
  });

  test("holds official files to 10,000 records", () => {
    expect(() => cifar10.decode([file("test_batch.bin", 1, 2)], "test")).toThrow("expected 30730000 bytes");
  });

  test("throws nothing but DatasetError, whatever the bytes", () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ minLength: 3073, maxLength: 3073 }));
    fc.assert(
      fc.property(bytes, (random) => {
        try {
          expect(decodeCifar10([source("random", random)], 1).labels[0]).toBe(random[0]);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetError);
        }
      }),
    );
  });
});
