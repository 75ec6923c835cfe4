import { describe, expect, test } from "vitest";
import type { EpochMetrics } from "../../src/records/epoch-metrics.js";
import { trainingCurve } from "../../src/table/training-curve.js";

const lines = (...epochs: [epoch: number, attempt: number][]) =>
  epochs.map(([epoch, attempt]) => ({ epoch, attempt }) as EpochMetrics);

describe("trainingCurve", () => {
  test("keeps of each epoch what the last attempt wrote", () => {
    const log = lines([0, 1], [1, 1], [1, 2], [2, 2]);
    expect(trainingCurve(log)).toEqual(lines([0, 1], [1, 2], [2, 2]));
  });

  test("drops the epochs past the checkpoint that a later attempt went on from", () => {
    const log = lines([0, 1], [1, 1], [2, 1], [3, 1], [2, 2]);
    expect(trainingCurve(log)).toEqual(lines([0, 1], [1, 1], [2, 2]));
  });
});
