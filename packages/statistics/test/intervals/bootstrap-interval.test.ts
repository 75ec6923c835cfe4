import { describe, expect, test } from "vitest";
import { bootstrapInterval } from "../../src/intervals/bootstrap-interval.js";
import { mean, standardDeviation } from "../../src/samples/moments.js";
import reference from "../reference/intervals.json" with { type: "json" };

const statistics = { mean, standardDeviation };

describe("bootstrapInterval", () => {
  test("of 0 and 1: the mean is 0 or 1 in a quarter of the draws each, and 1/2 in the others", () => {
    expect(bootstrapInterval([0, 1], { seed: 0, level: 0.9 })).toMatchObject({ estimate: 0.5, low: 0, high: 1 });
    expect(bootstrapInterval([0, 1], { seed: 0, level: 0.4 })).toMatchObject({ low: 0.5, high: 0.5 });
  });

  // The error of an endpoint is √(p(1 − p) / draws) / density. At p = 0.025, ten thousand draws and a nearly normal
  // statistic that is 0.027 standard errors, and in the long tail of `skewed`, corrected by BCa, about twice that: 0.15
  // standard errors is at least three times it.
  test.each(reference.bootstrap)("agrees with SciPy: $method, $statistic, level $level", (expected) => {
    const { values, statistic, level, standardError } = expected;
    const method = expected.method as "percentile" | "bca";
    const options = { statistic: statistics[statistic as keyof typeof statistics], level, method, seed: 1 };
    const { low, high } = bootstrapInterval(values, options);
    expect(Math.abs(low - expected.low) / standardError).toBeLessThan(0.15);
    expect(Math.abs(high - expected.high) / standardError).toBeLessThan(0.15);
  });

  test("is the same for the same seed, and another for another", () => {
    const values = reference.pairedDifference.a;
    expect(bootstrapInterval(values, { seed: 3 })).toEqual(bootstrapInterval(values, { seed: 3 }));
    expect(bootstrapInterval(values, { seed: 3 })).not.toEqual(bootstrapInterval(values, { seed: 4 }));
  });

  test("of one value has no bounds", () => {
    expect(bootstrapInterval([0.8], { seed: 0 })).toMatchObject({ estimate: 0.8, low: Number.NaN, high: Number.NaN });
  });

  test.each(["percentile", "bca"] as const)("of equal values has no width (%s)", (method) => {
    expect(bootstrapInterval([0.5, 0.5, 0.5], { seed: 0, method })).toMatchObject({ low: 0.5, high: 0.5 });
  });

  test("says how it was come by", () => {
    expect(bootstrapInterval([1, 2, 3], { seed: 0, draws: 100 })).toMatchObject({
      n: 3,
      draws: 100,
      method: "percentile",
    });
  });
});
