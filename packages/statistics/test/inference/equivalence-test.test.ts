import { describe, expect, test } from "vitest";
import { equivalenceTest } from "../../src/inference/equivalence-test.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("equivalenceTest", () => {
  test.each(reference.equivalenceTest)("agrees with SciPy's two one-sided tests: margin $margin, p $p", (expected) => {
    const { differences, margin, p } = expected;
    const test = equivalenceTest(differences, { margin });
    expect(test.p).toBeCloseTo(p, 10);
    expect(test.equivalent).toBe(p < 0.05);
  });

  test("says equivalent exactly where the 90% interval lies within the margin", () => {
    const differences = [0.004, -0.002, 0.003, 0.006, -0.001];
    const { low, high } = equivalenceTest(differences, { margin: 1 });
    const edge = Math.max(Math.abs(low), Math.abs(high));
    expect(equivalenceTest(differences, { margin: edge * 1.0001 }).equivalent).toBe(true);
    expect(equivalenceTest(differences, { margin: edge * 0.9999 }).equivalent).toBe(false);
  });

  test("decides nothing with one pair", () => {
    expect(equivalenceTest([0], { margin: 1 })).toMatchObject({ p: Number.NaN, equivalent: false });
  });

  test("requires a margin", () => {
    expect(() => equivalenceTest([0, 1], { margin: 0 })).toThrow("equivalenceTest: margin must be above 0, got 0.");
  });
});
