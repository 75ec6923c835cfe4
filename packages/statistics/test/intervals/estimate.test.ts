import { describe, expect, test } from "vitest";
import { estimateMean, poolSpread } from "../../src/intervals/estimate.js";

describe("estimateMean", () => {
  test("of five values is their t interval", () => {
    // sd √0.025, t(0.975, 4) = 2.776445: 0.3 ± 2.776445 · √0.025 / √5
    const { low, high, interval, values } = estimateMean([0.1, 0.2, 0.3, 0.4, 0.5]) ?? {};
    expect(low).toBeCloseTo(0.3 - 2.7764451051977987 * Math.sqrt(0.005), 12);
    expect(high).toBeCloseTo(0.3 + 2.7764451051977987 * Math.sqrt(0.005), 12);
    expect(interval).toBe("own");
    expect(values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  test.each([1, 2, 3, 4])("of %i values has no interval: they are themselves what is known", (n) => {
    const values = [0.661, 0.6611, 0.7, 0.8].slice(0, n);
    expect(estimateMean(values, { scale: "share" })).toMatchObject({
      n,
      low: null,
      high: null,
      interval: null,
      values,
    });
  });

  test("of shares stays between 0 and 1, and is the plain interval far from both", () => {
    const extreme = estimateMean([0.9, 0.99, 0.999, 0.8, 1], { scale: "share" });
    expect(extreme?.high).toBeLessThan(1);
    expect(extreme?.mean).toBeCloseTo(0.9378, 12);
    const middle = [0.5, 0.501, 0.499, 0.502, 0.498];
    const [share, plain] = [estimateMean(middle, { scale: "share" }), estimateMean(middle)];
    expect(share?.low).toBeCloseTo(plain?.low as number, 7); // the logit is straight at 1/2, up to third order
  });

  test("of equal values has no interval: their spread is not 0, it is not known", () => {
    expect(estimateMean([0.5, 0.5, 0.5, 0.5, 0.5])).toMatchObject({ low: null, high: null, interval: null });
    expect(estimateMean([0, 0, 0, 0, 0], { scale: "share" })).toMatchObject({ mean: 0, low: null });
  });

  test("takes a pooled spread for any number of values, also equal ones", () => {
    const pooled = poolSpread([[1, 3], [5, 5], [7]]);
    expect(pooled).toEqual({ sd: 1, degreesOfFreedom: 2 }); // variances 2 and 0; a single value has none
    expect(estimateMean([7], { pooled })).toMatchObject({ n: 1, interval: "pooled", sd: null });
    expect(estimateMean([5, 5], { pooled })?.low).toBeCloseTo(5 - 4.302652729911275 / Math.SQRT2, 9);
  });

  test("of no values is null, as is the pooled spread of single ones", () => {
    expect(estimateMean([])).toBeNull();
    expect(poolSpread([[1], [2]])).toBeNull();
  });
});
