import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateAdjustedSlope } from "../../src/inference/adjusted-slope.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("estimateAdjustedSlope", () => {
  test("is the slope of a line, without covariates and with one group", () => {
    const { slope, degreesOfFreedom } = estimateAdjustedSlope({
      outcome: [1, 3, 5, 7],
      predictor: [0, 1, 2, 3],
      covariates: [],
      groups: [0, 0, 0, 0],
    });
    expect(slope).toBeCloseTo(2, 12);
    expect(degreesOfFreedom).toBe(2);
  });

  test.each(reference.adjustedSlope)("agrees with NumPy's least squares: $slope", (expected) => {
    const { level, slope, standardError, low, high, degreesOfFreedom, ...model } = expected;
    const estimate = estimateAdjustedSlope(model, { level });
    expect(estimate.degreesOfFreedom).toBe(degreesOfFreedom);
    expect(estimate.slope).toBeCloseTo(slope, 9);
    expect(estimate.standardError).toBeCloseTo(standardError, 9);
    expect(estimate.low).toBeCloseTo(low, 8);
    expect(estimate.high).toBeCloseTo(high, 8);
  });

  test("finds the slope that was put in, whatever groups and covariates add", () => {
    const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: -5, max: 5 }), (predictor, covariate, slope) => {
        const groups = [0, 0, 0, 0, 1, 1, 1, 1];
        const outcome = predictor.map((x, i) => slope * x + 3 * (covariate[i] as number) + 100 * (groups[i] as number));
        const estimate = estimateAdjustedSlope({ outcome, predictor, covariates: [covariate], groups });
        fc.pre(Number.isFinite(estimate.slope));
        expect(estimate.slope).toBeCloseTo(slope, 6);
      }),
    );
  });

  test("is NaN where the predictor is what the covariate is", () => {
    const model = { outcome: [1, 2, 4, 3], predictor: [1, 2, 3, 4], covariates: [[2, 4, 6, 8]], groups: [0, 0, 0, 0] };
    expect(estimateAdjustedSlope(model).slope).toBeNaN();
  });

  test("has no bounds without a degree of freedom", () => {
    const model = { outcome: [1, 2], predictor: [1, 3], covariates: [], groups: [0, 0] };
    expect(estimateAdjustedSlope(model)).toMatchObject({ slope: 0.5, low: Number.NaN, high: Number.NaN });
  });

  test("refuses lists of different lengths", () => {
    expect(() => estimateAdjustedSlope({ outcome: [1, 2], predictor: [1], covariates: [], groups: [0, 0] })).toThrow(
      "estimateAdjustedSlope: every list must have one value per observation, got 2 and 1.",
    );
  });
});
