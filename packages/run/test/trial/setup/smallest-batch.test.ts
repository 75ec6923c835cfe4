import { describe, expect, test } from "vitest";
import { smallestBatch } from "../../../src/trial/setup/smallest-batch.js";

describe("the smallest batch", () => {
  test.each([
    [54, 53, null, 1],
    [54, 27, null, 27],
    [10, 128, null, 10],
    [20, 10, 9, 1],
    [26, 10, 4, 2], // batches of 10, 10, 6: parts of 4, 4, 2 and 4, 2
    [25, 10, 3, 1], // 10: 3, 3, 3, 1; 5: 3, 2
    [11, 10, 5, 1],
  ])("of %d images in batches of %d, parts of %s, is %d", (images, batchSize, microBatchSize, least) => {
    expect(smallestBatch(images, { batchSize, microBatchSize })).toBe(least);
  });
});
