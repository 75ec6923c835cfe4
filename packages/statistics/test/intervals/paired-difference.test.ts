import { describe, expect, test } from "vitest";
import { pairedDifference } from "../../src/intervals/paired-difference.js";
import { tInterval } from "../../src/intervals/t-interval.js";
import reference from "../reference/intervals.json" with { type: "json" };

describe("pairedDifference", () => {
  test("of 3, 5 and 1, 2 is 2 and 3, on average 2.5", () => {
    expect(pairedDifference([3, 5], [1, 2])).toMatchObject({ differences: [2, 3], mean: 2.5, n: 2 });
  });

  test("agrees with SciPy's t interval of the differences", () => {
    const { a, b, low, high } = reference.pairedDifference;
    const difference = pairedDifference(a, b);
    expect(difference.low).toBeCloseTo(low, 10);
    expect(difference.high).toBeCloseTo(high, 10);
  });

  test("is narrower than either mean where pairs move together", () => {
    const { a, b } = reference.pairedDifference;
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(pairedDifference(a, b))).toBeLessThan(Math.min(width(tInterval(a)), width(tInterval(b))));
  });

  test("refuses lists of different lengths", () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(
      "pairedDifference: a and b must be pairs, got 2 and 1 values.\n  Leave out the seeds that only one of them has.",
    );
  });
});
