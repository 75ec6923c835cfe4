import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pearson, spearman } from "../../src/samples/correlation.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("spearman", () => {
  test.each(reference.spearman)("agrees with SciPy: $correlation", ({ a, b, correlation }) => {
    expect(spearman(a, b)).toBeCloseTo(correlation, 12);
  });

  test("sees only the order", () => {
    const values = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, (own) => {
        expect(spearman(own, own.map(Math.exp))).toBeCloseTo(1, 12);
      }),
    );
  });

  test("is NaN where one list does not vary", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(pearson([1, 2, 3], [0.5, 0.5, 0.5])).toBeNaN();
  });

  test("refuses lists of different lengths", () => {
    expect(() => spearman([1, 2], [1])).toThrow("spearman: a and b must be pairs, got 2 and 1 values.");
  });
});
