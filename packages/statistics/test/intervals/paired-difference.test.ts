import { describe, expect, test } from "vitest";
import { comparePairs } from "../../src/intervals/paired-difference.js";
import { tInterval } from "../../src/intervals/t-interval.js";
import reference from "../reference/intervals.json" with { type: "json" };

describe("comparePairs", () => {
  test("of 3, 5 and 1, 2 is 2 and 3, on average 2.5", () => {
    expect(comparePairs([3, 5], [1, 2])).toMatchObject({ differences: [2, 3], mean: 2.5, n: 2 });
  });

  test("agrees with SciPy's t interval of the differences", () => {
    const { a, b, low, high } = reference.pairedDifference;
    const difference = comparePairs(a, b);
    expect(difference.low).toBeCloseTo(low, 10);
    expect(difference.high).toBeCloseTo(high, 10);
  });

  test("is narrower than either mean where pairs move together", () => {
    const { a, b } = reference.pairedDifference;
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(comparePairs(a, b))).toBeLessThan(Math.min(width(tInterval(a)), width(tInterval(b))));
  });

  test("refuses lists of different lengths", () => {
    expect(() => comparePairs([1, 2], [1])).toThrow(
      "comparePairs: a and b must be pairs, got 2 and 1 values.\n  to do: leave out the seeds that only one of them has",
    );
  });
});
