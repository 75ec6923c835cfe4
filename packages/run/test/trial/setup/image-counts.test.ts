import { describe, expect, test } from "vitest";
import { describeImageCounts, resolveImageCounts } from "../../../src/trial/setup/image-counts.js";

const both = ["trainImages", "validationImages"] as const;
const counts = (
  trainImages: number | null,
  validationImages: number,
  countsAtMost: readonly (typeof both)[number][],
) => ({
  ...{ trainImages, validationImages, countsAtMost: [...countsAtMost] },
});

describe("resolveImageCounts", () => {
  test.each([
    ["of 80 images, a sixth validates", counts(12_000, 2000, both), 80, [67, 13]],
    ["bounds that fit stay", counts(12_000, 2000, both), 14_000, [12_000, 2000]],
    [
      "one image less: validation keeps its number while it is at most a sixth",
      counts(12_000, 2000, both),
      13_999,
      [11_999, 2000],
    ],
    [
      "without a number of training images, validation takes at most half",
      counts(null, 5000, ["validationImages"]),
      10_000,
      [null, 5000],
    ],
    ["else a sixth", counts(null, 5000, ["validationImages"]), 9999, [null, 1666]],
    ["a few images", counts(12_000, 2000, both), 3, [2, 1]],
    ["the fewest", counts(12_000, 2000, both), 2, [1, 1]],
    ["an exact training part leaves the rest", counts(76, 2000, ["validationImages"]), 80, [76, 4]],
    ["an exact validation part leaves the rest", counts(12_000, 30, ["trainImages"]), 80, [50, 30]],
    ["exact numbers stay, although they do not fit", counts(100, 30, []), 80, [100, 30]],
    ["impossible exact numbers stay, for the error", counts(80, 2000, ["validationImages"]), 80, [80, 1]],
    ["the same the other way round", counts(12_000, 80, ["trainImages"]), 80, [1, 80]],
  ])("%s", (_, recipe, images, [trainImages, validationImages]) => {
    expect(resolveImageCounts(recipe, images)).toEqual({ trainImages, validationImages });
  });
});

describe("describeImageCounts", () => {
  test("says what is used, of how many, and which numbers of the recipe are bounds", () => {
    expect(describeImageCounts(counts(12_000, 2000, both), { train: 67, validation: 13 }, 80)).toBe(
      "67 images to train on and 13 to validate, of 80 (the recipe's trainImages 12000, validationImages 2000 mean at most)",
    );
    expect(describeImageCounts(counts(60, 20, []), { train: 60, validation: 20 }, 80)).toBeUndefined();
  });
});
