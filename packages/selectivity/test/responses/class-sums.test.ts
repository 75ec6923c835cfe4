import { describe, expect, test } from "vitest";
import type { PresentClassMeans } from "../../src/responses/class-means.js";
import { ClassSums } from "../../src/responses/class-sums.js";
import { LEFT_OUT } from "../../src/responses/labels.js";

describe("ClassSums", () => {
  test("averages the images of each class, except those left out", () => {
    const sums = new ClassSums({ labellings: [Int32Array.of(0, 0, 1, LEFT_OUT)], classes: 2, units: 1 });
    sums.add(0, Float64Array.of(1, 3));
    sums.add(2, Float64Array.of(5, 100));
    expect(sums.results(new Float64Array(1))[0]?.means.toArray()).toEqual([[2], [5]]);
  });

  test("leaves out classes without images, and says which ones are present", () => {
    const sums = new ClassSums({ labellings: [Int32Array.of(2, 0)], classes: 3, units: 2 });
    sums.add(0, Float64Array.of(1, 2, 3, 4));
    const [{ means, ...rest }] = sums.results(new Float64Array(2)) as [PresentClassMeans];
    expect(means.toArray()).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect(rest).toEqual({ classes: 2, counts: [1, 1], present: [0, 2] });
  });

  test("sums under several labellings at once", () => {
    const labellings = [Int32Array.of(0, 1), Int32Array.of(1, 0)];
    const sums = new ClassSums({ labellings, classes: 2, units: 1 });
    sums.add(0, Float64Array.of(1));
    sums.add(1, Float64Array.of(5));
    expect(sums.results(new Float64Array(1)).map(({ means }) => means.toArray())).toEqual([
      [[1], [5]],
      [[5], [1]],
    ]);
  });

  test("subtracts an offset from every response of a unit", () => {
    const sums = new ClassSums({ labellings: [Int32Array.of(0, 1)], classes: 2, units: 2 });
    sums.add(0, Float64Array.of(-1, 2, 3, 4));
    expect(sums.results(Float64Array.of(-1, 0))[0]?.means.toArray()).toEqual([
      [0, 2],
      [4, 4],
    ]);
  });
});
