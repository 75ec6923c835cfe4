import { describe, expect, test } from "vitest";
import { quantile } from "../../src/samples/quantile.js";

describe("quantile", () => {
  test.each([
    [0, 10],
    [0.25, 15],
    [0.5, 20],
    [0.75, 30],
    [1, 40],
  ])("of 10, 20, 40 at %d is %d", (probability, expected) => {
    expect(quantile([10, 20, 40], probability)).toBe(expected);
  });

  test("of one value is that value", () => {
    expect(quantile([3], 0.3)).toBe(3);
  });
});
