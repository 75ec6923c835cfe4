import { describe, expect, test } from "vitest";
import { fitDomain } from "../../../src/figures/panels/fitted-domain.js";

describe("fittedDomain", () => {
  test("leaves room for values alone", () => {
    const [low, high] = fitDomain([0.4, 0.6], [{ low: null, high: null }], [0, 1]);
    expect(low).toBeCloseTo(0.388, 12); // 6% of the span 0.2
    expect(high).toBeCloseTo(0.612, 12);
  });

  test("holds an interval that reaches less than a quarter of the span beyond the values", () => {
    const [low, high] = fitDomain([0.4, 0.6], [{ low: 0.36, high: 0.64 }], [0, 1]);
    expect(low).toBeCloseTo(0.348, 12);
    expect(high).toBeCloseTo(0.652, 12);
  });

  test("cuts one that reaches further, and stays within the limits", () => {
    expect(fitDomain([0.4, 0.6], [{ low: -4, high: 5 }], [0.38, 1])).toEqual([0.38, expect.closeTo(0.662, 12)]);
  });

  test("is not empty around a single value", () => {
    const [low, high] = fitDomain([0.5], [], [0, 1]);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
  });
});
