import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holm } from "../../src/inference/holm.js";

describe("holm", () => {
  test("multiplies the smallest by the number of tests, the next by one less, and never falls", () => {
    expect(holm([0.04, 0.01, 0.045])).toEqual([0.08, 0.03, 0.08]); // 2 · 0.04; 3 · 0.01; max(0.08, 0.045)
  });

  test("stays within 1, and leaves one test as it is", () => {
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([0.03])).toEqual([0.03]);
  });

  test("does not count tests that could not be made", () => {
    expect(holm([Number.NaN, 0.02, 0.03])).toEqual([Number.NaN, 0.04, 0.04]);
  });

  test("keeps the order, and is at least as large as what it adjusts and at most Bonferroni's", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
        const adjusted = holm(p);
        for (const [i, own] of p.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(own);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, own * p.length));
          for (const [j, other] of p.entries())
            if (own < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number);
        }
      }),
    );
  });
});
