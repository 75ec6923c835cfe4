import { describe, expect, test } from "vitest";
import { areaUnderCurve, formatBudget } from "../../src/robustness/attack-metrics.js";
import type { CorruptionAssessment, CorruptionCell } from "../../src/robustness/contracts.js";
import { computeCorruptionMetrics, computeRelativeErrors } from "../../src/robustness/corruption-metrics.js";

const cell = (corruption: string, severity: number, accuracy: number): CorruptionCell => ({
  corruption,
  severity,
  accuracy,
  loss: 1,
});
const result = (clean: number, cells: readonly CorruptionCell[]) =>
  ({ clean: { accuracy: clean, loss: 1 }, cells }) as unknown as CorruptionAssessment;

describe("corruptionMetrics", () => {
  const cells = [
    cell("fog", 1, 0.8),
    cell("fog", 5, 0.6),
    cell("snow", 1, 0.7),
    cell("snow", 5, 0.5),
    cell("spatter", 1, 0.1),
  ];

  test("are means over the standard corruptions; the others count by themselves", () => {
    const metrics = computeCorruptionMetrics(0.9, cells);
    expect(metrics.meanCorruptedAccuracy).toBeCloseTo(0.65, 12);
    expect(metrics.meanCorruptedAccuracyOfAll).toBeCloseTo(0.54, 12);
    expect(metrics.drop).toBeCloseTo(0.25, 12);
    expect(metrics.ratio).toBeCloseTo(0.65 / 0.9, 12);
    expect(metrics.byFamily).toEqual({ weather: expect.closeTo(0.65, 12) });
  });

  test("are null where no standard corruption was measured", () => {
    const { meanCorruptedAccuracy, drop, ratio } = computeCorruptionMetrics(0.9, [cell("spatter", 1, 0.1)]);
    expect([meanCorruptedAccuracy, drop, ratio]).toEqual([null, null, null]);
  });

  test("a network that is always wrong has no ratio", () => {
    expect(computeCorruptionMetrics(0, [cell("fog", 1, 0)]).ratio).toBeNull();
  });
});

describe("relativeErrors", () => {
  const reference = result(0.9, [cell("fog", 1, 0.8), cell("fog", 5, 0.4), cell("snow", 1, 0.6), cell("snow", 5, 0.6)]);

  test("divide summed errors by the reference's, and errors beyond the clean error likewise", () => {
    const network = result(0.8, [cell("fog", 1, 0.6), cell("fog", 5, 0.6), cell("snow", 1, 0.8), cell("snow", 5, 0.6)]);
    const { byCorruption, meanCorruptionError, relativeMeanCorruptionError } = computeRelativeErrors(
      network,
      reference,
    );
    expect(byCorruption.fog).toBeCloseTo(0.8 / 0.8, 12);
    expect(byCorruption.snow).toBeCloseTo(0.6 / 0.8, 12);
    expect(meanCorruptionError).toBeCloseTo(0.875, 12);
    expect(relativeMeanCorruptionError).toBeCloseTo((0.4 / 0.6 + 0.2 / 0.6) / 2, 12);
  });

  test("are 1 against oneself, and null against a reference without errors", () => {
    expect(computeRelativeErrors(reference, reference).meanCorruptionError).toBeCloseTo(1, 12);
    const perfect = result(
      1,
      reference.cells.map((one) => ({ ...one, accuracy: 1 })),
    );
    expect(computeRelativeErrors(reference, perfect).meanCorruptionError).toBeNull();
  });
});

describe("areaUnderCurve", () => {
  test.each([
    [1, [{ epsilon: 2, accuracy: 0 }], 0.5],
    [
      0.8,
      [
        { epsilon: 1, accuracy: 0.8 },
        { epsilon: 4, accuracy: 0.8 },
      ],
      0.8,
    ],
    [
      1,
      [
        { epsilon: 1, accuracy: 0.5 },
        { epsilon: 2, accuracy: 0 },
      ],
      0.5,
    ],
    [0.6, [], 0.6],
  ])("from %d along %o is %d", (clean, curve, area) => {
    expect(areaUnderCurve(clean, curve)).toBeCloseTo(area, 12);
  });
});

test("budgets are told as the field tells them", () => {
  expect([formatBudget(8 / 255, "linf"), formatBudget(0.25 / 255, "linf"), formatBudget(0.5, "l2")]).toEqual([
    "8/255",
    "0.25/255",
    "0.5",
  ]);
});
