import { Random } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import { partialRankTest } from "../../src/inference/partial-rank-test.js";
import reference from "../reference/tests.json" with { type: "json" };

describe("partialRankTest", () => {
  test("of three rising pairs: two of six orders are as extreme", () => {
    const model = { outcome: [0.1, 0.2, 0.7], predictor: [1, 2, 3], covariates: [], groups: [0, 0, 0] };
    const { correlation, p, draws, exact, n } = partialRankTest(model);
    expect(correlation).toBeCloseTo(1, 12);
    expect({ p, draws, exact, n }).toEqual({ p: 2 / 6, draws: 6, exact: true, n: 3 });
  });

  test.each(reference.partialRankTest)("agrees with an enumeration in NumPy: p $p", (expected) => {
    const { correlation, p, draws, ...model } = expected;
    const test = partialRankTest(model);
    expect(test.correlation).toBeCloseTo(correlation, 10);
    expect(test.draws).toBe(draws);
    expect(test.p).toBeCloseTo(p, 12);
  });

  test("finds what is there beyond the covariate, and nothing where there is nothing", () => {
    const random = new Random(7, "test");
    const groups = Array.from({ length: 30 }, (_, network) => network % 3);
    const covariate = groups.map(() => random.uniform());
    const predictor = covariate.map((value) => value + random.uniform());
    const noise = groups.map(() => random.uniform());
    const caused = predictor.map((value, i) => Math.exp(3 * value) + (groups[i] as number) + (noise[i] as number));
    const model = { predictor, covariates: [covariate], groups };
    expect(partialRankTest({ ...model, outcome: caused }, { draws: 999 })).toMatchObject({ exact: false, p: 0.001 });
    const spurious = covariate.map((value, i) => value + 0.3 * (noise[i] as number));
    expect(partialRankTest({ ...model, outcome: spurious }, { draws: 999 }).p).toBeGreaterThan(0.05);
  });

  test("is NaN where the predictor does not vary", () => {
    const model = { outcome: [1, 2, 3], predictor: [1, 1, 1], covariates: [], groups: [0, 0, 0] };
    expect(partialRankTest(model)).toMatchObject({ correlation: Number.NaN, p: Number.NaN });
  });
});
