import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeIdx } from "../../../src/datasets/published/idx.js";
import { DatasetError } from "../../../src/error.js";
import { idx, source } from "../files.js";

const images = idx(0x803, [2, 1, 3], Uint8Array.of(1, 2, 3, 4, 5, 6));
const labels = idx(0x801, [2], Uint8Array.of(9, 0));
const decode = (imageFile: Uint8Array, labelFile: Uint8Array) =>
  decodeIdx([source("images", imageFile), source("labels", labelFile)], [1, 3], 10);

describe("decodeIdx", () => {
  test("reads two images of 1 × 3 pixels and their labels", () => {
    const { pixels, labels: read } = decode(images, labels);
    expect([...pixels]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...read]).toEqual([9, 0]);
  });

  test.each<[string, Uint8Array, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), labels, "images: expected an IDX header of 16 bytes, got a file of 0 bytes."],
    [
      "labels for images",
      labels.slice(),
      labels,
      "images: expected an IDX header of 16 bytes, got a file of 10 bytes.",
    ],
    ["images for labels", images, images, "labels: expected the IDX magic number 0x00000801, got 0x00000803."],
    [
      "a cut file",
      images.subarray(0, 20),
      labels,
      "images: expected 22 bytes for the 2 items its header announces, got 20 bytes.",
    ],
    [
      "a byte too many",
      images,
      Uint8Array.of(...labels, 1),
      "labels: expected 10 bytes for the 2 items its header announces, got 11 bytes.",
    ],
    [
      "other sizes",
      idx(0x803, [2, 3, 1], new Uint8Array(6)),
      labels,
      "images: expected images of 1 × 3 pixels, got 3 × 1.",
    ],
    [
      "no items",
      idx(0x803, [0, 1, 3], new Uint8Array()),
      labels,
      "images: expected at least one item, got a header that announces no items.",
    ],
    [
      "fewer labels",
      images,
      idx(0x801, [1], new Uint8Array(1)),
      "labels: expected 2 labels, one for each image in images, got 1.",
    ],
    [
      "a label of no class",
      images,
      idx(0x801, [2], Uint8Array.of(3, 10)),
      "labels: expected labels from 0 to 9, got 10 at image 1.",
    ],
  ])("refuses %s", (_, imageFile, labelFile, message) => {
    expect(() => decode(imageFile, labelFile)).toThrow(DatasetError);
    expect(() => decode(imageFile, labelFile)).toThrow(message);
  });

  test("throws nothing but DatasetError, whatever the bytes", () => {
    const damaged = (file: Uint8Array) =>
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat({ max: file.length }).map((length) => file.subarray(0, length)),
        fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 })).map(([at, byte]) => file.with(at, byte)),
      );
    fc.assert(
      fc.property(damaged(images), damaged(labels), (imageFile, labelFile) => {
        try {
          const read = decode(imageFile, labelFile);
          expect(read.pixels).toHaveLength(3 * read.labels.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
