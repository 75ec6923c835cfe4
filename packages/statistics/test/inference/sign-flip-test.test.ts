import { Random } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import { signFlipTest } from "../../src/inference/sign-flip-test.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("signFlipTest", () => {
  test("of 1, 2, 3: two of eight sign patterns are as extreme", () => {
    expect(signFlipTest([1, 2, 3])).toEqual({ p: 0.25, draws: 8, exact: true });
  });

  test.each(reference.signFlipTest)("agrees with SciPy's enumeration: $p", ({ differences, p }) => {
    expect(signFlipTest(differences).p).toBeCloseTo(p, 12);
  });

  test("of five pairs cannot come below 2 in 32, however large they are", () => {
    expect(signFlipTest([9, 8, 9, 7, 9]).p).toBe(2 / 32);
  });

  test("draws patterns where there are too many, near what enumeration gives", () => {
    const random = new Random(3, "test");
    const differences = Array.from({ length: 13 }, () => random.uniform() - 0.35);
    const exact = signFlipTest(differences);
    const drawn = signFlipTest([...differences, 0], { seed: 1 }); // a pair without a difference changes no pattern's mean order
    expect(exact.exact).toBe(true);
    expect(drawn).toMatchObject({ exact: false, draws: 9999 });
    // Standard error of a share of 9,999 draws, four times.
    expect(Math.abs(drawn.p - exact.p)).toBeLessThan(4 * Math.sqrt((exact.p * (1 - exact.p)) / 9999) + 1e-4);
    expect(signFlipTest([...differences, 0], { seed: 1 })).toEqual(drawn);
  });

  test("is never 0 by drawing", () => {
    expect(signFlipTest(Array.from({ length: 40 }, () => 1)).p).toBe(1 / 10_000);
  });
});
