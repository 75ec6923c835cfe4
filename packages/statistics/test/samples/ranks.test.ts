import { describe, expect, test } from "vitest";
import { rankValues } from "../../src/samples/ranks.js";

describe("ranks", () => {
  test("of three values are their places", () => {
    expect(rankValues([0.2, 0.9, 0.1])).toEqual([2, 3, 1]);
  });

  test("of equal values are the mean of their places", () => {
    expect(rankValues([5, 5, 5])).toEqual([2, 2, 2]);
    expect(rankValues([1, 7, 7, 2])).toEqual([1, 3.5, 3.5, 2]);
  });

  test("of nothing are nothing", () => {
    expect(rankValues([])).toEqual([]);
  });
});
