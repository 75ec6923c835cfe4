import { describe, expect, test } from "vitest";
import { ClassSums } from "../../src/meter/class-sums.js";
import { LEFT_OUT } from "../../src/meter/labellings.js";

describe("ClassSums", () => {
  test("averages the images of each class, those left out aside", () => {
    const sums = new ClassSums(Int32Array.of(0, 0, 1, LEFT_OUT), 2, 1);
    sums.add(0, Float64Array.of(1, 3));
    sums.add(2, Float64Array.of(5, 100));
    expect(sums.means().toArray()).toEqual([[2], [5]]);
  });

  test("leaves NaN where a class has no images, and says which have some", () => {
    const sums = new ClassSums(Int32Array.of(2, 0), 3, 2);
    sums.add(0, Float64Array.of(1, 2, 3, 4));
    expect(sums.means().toArray()).toEqual([
      [3, 4],
      [Number.NaN, Number.NaN],
      [1, 2],
    ]);
    expect(sums.present).toEqual([0, 2]);
  });
});
