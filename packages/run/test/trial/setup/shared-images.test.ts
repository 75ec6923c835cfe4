import { tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { describeSharedImages, findSharedImages } from "../../../src/trial/setup/shared-images.js";

/** Images of 1 × 1 × 2 pixels: the shade and 7. */
function images(shades: readonly number[], labels: readonly number[]): ImageDataset {
  const pixels = shades.map((shade) => [[[shade, 7]]]);
  return {
    name: "/photos",
    images: tensor(pixels, { dtype: "uint8" }),
    labels: tensor([...labels], { dtype: "int64" }),
  } as unknown as ImageDataset;
}

/** As data of a folder. */
const own = (data: { train: ImageDataset; test: ImageDataset }) => ({
  ...data,
  record: { path: "/photos", sha256: {} },
});

describe("test images that are also training images", () => {
  test("are counted, with the first pair, and those of a different label", () => {
    const data = { train: images([1, 2, 3, 2], [0, 0, 1, 1]), test: images([9, 3, 2, 3], [0, 0, 1, 1]) };
    expect(findSharedImages(data)).toEqual({ count: 3, relabeled: 1, test: 1, train: 2 });
    expect(describeSharedImages(own(data))).toBe(
      "warning: 3 of the 4 test images of /photos are also training images, 1 of them with a different label " +
        "(the first: test image 1 equals training image 2); accuracy on them says little",
    );
  });

  test("are found beyond the images that are read at a time", () => {
    const many = Array.from({ length: 3000 }, (_, index) => index % 251);
    const [last] = [images([many[2999] as number], [0])];
    expect(findSharedImages({ train: images(many, Array(3000).fill(0)), test: last })).toMatchObject({ count: 1 });
    const far = {
      train: images([...Array(2000).fill(1), 250], Array(2001).fill(0)),
      test: images([...Array(1500).fill(3), 250], Array(1501).fill(0)),
    };
    expect(findSharedImages(far)).toEqual({ count: 1, relabeled: 0, test: 1500, train: 2000 });
  });

  test("are said to be all where the splits are the same", () => {
    const data = { train: images([1, 2], [0, 1]), test: images([1, 2], [0, 1]) };
    expect(describeSharedImages(own(data))).toContain(
      "warning: all 2 test images of /photos are also training images (the first",
    );
  });

  test("are not mentioned where there are none, or the data set is a published one", () => {
    expect(describeSharedImages(own({ train: images([1], [0]), test: images([2], [0]) }))).toBeUndefined();
    const same = { train: images([1], [0]), test: images([1], [0]) };
    expect(describeSharedImages({ ...same, record: { sha256: {} } })).toBeUndefined();
  });
});
