import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tInterval } from "../../src/intervals/t-interval.js";
import reference from "../reference/intervals.json" with { type: "json" };

describe("tInterval", () => {
  test("of 1, 2, 3 is 2 ± 4.303 / √3", () => {
    const { mean, low, high, n, sd } = tInterval([1, 2, 3]);
    expect({ mean, n, sd }).toEqual({ mean: 2, n: 3, sd: 1 });
    expect(high - 2).toBeCloseTo(4.302652729749462 / Math.sqrt(3), 12);
    expect(2 - low).toBeCloseTo(high - 2, 12);
  });

  test.each(reference.tInterval)("agrees with SciPy for $values at level $level", ({ values, level, ...expected }) => {
    const interval = tInterval(values, { level });
    for (const key of ["mean", "sd", "low", "high"] as const) expect(interval[key]).toBeCloseTo(expected[key], 10);
  });

  test("of one value has no bounds and no spread", () => {
    expect(tInterval([0.8])).toEqual({ mean: 0.8, low: Number.NaN, high: Number.NaN, n: 1, sd: Number.NaN });
  });

  test("of equal values has no width", () => {
    expect(tInterval([0.5, 0.5, 0.5])).toMatchObject({ low: 0.5, high: 0.5, sd: 0 });
  });

  test("moves and stretches with the values", () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 }), (v, factor, shift) => {
        const { low, high } = tInterval(v);
        const moved = tInterval(v.map((value) => factor * value + shift));
        expect(moved.low).toBeCloseTo(factor * low + shift, 6);
        expect(moved.high).toBeCloseTo(factor * high + shift, 6);
      }),
    );
  });

  test("refuses an empty list, and a level that is not a probability", () => {
    expect(() => tInterval([])).toThrow("tInterval: values must not be empty.");
    expect(() => tInterval([1, 2], { level: 95 })).toThrow(
      "tInterval: level must be between 0 and 1, got 95.\n  to do: give a share: 0.95 for the usual 95% interval",
    );
  });
});
