import { describe, expect, test } from "vitest";
import { studentTail } from "../../src/distributions/student-tail.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("studentTail", () => {
  // Twelve digits, also of tails below 1e-36; the bisection of quantiles before it reached nine.
  test.each(reference.studentTail)("agrees with SciPy at t = $t, $df degrees of freedom", ({ t, df, p }) => {
    expect(studentTail(t, df) / p).toBeCloseTo(1, 12);
  });

  test("is 0 and 1 at the ends, and NaN for NaN", () => {
    expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(studentTail(Number.NEGATIVE_INFINITY, 3)).toBe(1);
    expect(studentTail(Number.NaN, 3)).toBeNaN();
  });
});
