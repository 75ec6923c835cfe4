import { arange } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { largestMean, meanOfOthers } from "../../src/responses/class-means.js";
import { maskedClassMeans } from "../../src/responses/masked-class-means.js";

describe("maskedClassMeans", () => {
  const classIds = arange(0, 4, { dtype: "int64" });
  const masked = maskedClassMeans(float64([[-1], [-3], [-5]]), labelTensor([1, 1, 3]), classIds);

  test("has a row for each class: the mean of its images, or 0 and a mark where it has none", () => {
    expect(masked.means.toArray()).toEqual([[0], [-2], [0], [-5]]);
    expect(masked.absent?.to({ dtype: "uint8" }).toArray()).toEqual([[1], [0], [1], [0]]);
    expect(masked.classes.item()).toBe(2);
  });

  test("its absent classes are neither the largest nor among the others", () => {
    expect(largestMean(masked).toArray()).toEqual([-2]);
    expect(meanOfOthers(masked, largestMean(masked)).toArray()).toEqual([-5]);
  });
});
