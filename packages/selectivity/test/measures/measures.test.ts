import { scope } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { hoyerMeasure } from "../../src/measures/hoyer.js";
import { informationMeasure } from "../../src/measures/information.js";
import type { SelectivityMeasure } from "../../src/measures/measure.js";
import { SELECTIVITY_MEASURES } from "../../src/measures/measures.js";
import { createPrecisionMeasure, precisionMeasure } from "../../src/measures/precision.js";
import { sparsenessMeasure } from "../../src/measures/sparseness.js";
import type { ClassCount, Counted } from "../../src/responses/response-statistic.js";
import reference from "../reference/measures.json" with { type: "json" };
import { testSelectivityMeasure } from "./conformance.js";

for (const measure of SELECTIVITY_MEASURES) testSelectivityMeasure(measure);

/** The measure of units that respond like this `[N, U]`. */
function estimateUnits(
  measure: SelectivityMeasure,
  labels: readonly number[],
  responses: readonly number[][],
): number[] {
  return scope(() => {
    const units = responses[0]?.length ?? 0;
    const images = { labellings: [Int32Array.from(labels)], classes: Math.max(...labels) + 1, units };
    const collector = measure.statistic.collect(images);
    collector.add(0, Float64Array.from(responses.flat()));
    const [collected] = collector.results(new Float64Array(units)) as [Counted<ClassCount>];
    return numbers(measure.estimate(collected));
  });
}

/** One unit with these class means. */
function estimateOfMeans(measure: SelectivityMeasure, means: readonly number[]): number {
  return estimateUnits(
    measure,
    [...means.keys()],
    means.map((mean) => [mean]),
  )[0] as number;
}

describe("SELECTIVITY_MEASURES", () => {
  test("have different names", () => {
    const names = SELECTIVITY_MEASURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("are all in the reference", () => {
    expect(Object.keys(reference.measures).sort()).toEqual(SELECTIVITY_MEASURES.map(({ name }) => name).sort());
  });

  test.each(SELECTIVITY_MEASURES)("$name agrees with NumPy, SciPy and scikit-learn", (measure) => {
    const expected = reference.measures[measure.name as keyof typeof reference.measures];
    // sums in another order; guards of 1e-12 beside the squares of a unit that responds to two images, 1e-3
    expectClose(estimateUnits(measure, reference.labels, reference.responses), expected, { rtol: 1e-10, atol: 1e-9 });
  });
});

describe("sparseness of class means", () => {
  test("is the published vector's", () => {
    const means = [2.24, 3.6, 0.8, 2.4, 3.52, 5.68, 8.96, 0];
    expect(estimateOfMeans(sparsenessMeasure, means)).toBeCloseTo(0.43500091849856115, 12);
  });

  test.each([sparsenessMeasure, hoyerMeasure])("by $name is 1 for one class, 0 for all alike", (measure) => {
    expect(estimateOfMeans(measure, [10, 0, 0, 0, 0, 0])).toBeCloseTo(1, 12);
    expect(estimateOfMeans(measure, [3, 3, 3, 3])).toBeCloseTo(0, 12);
  });

  test("is about a half for a unit of half of the classes", () => {
    const means = Array.from({ length: 100 }, (_, label) => label % 2);
    expect(estimateOfMeans(sparsenessMeasure, means)).toBeCloseTo(100 / 99 / 2, 12);
  });
});

describe("precision", () => {
  test("is undefined with no more images than are looked at", () => {
    const labels = Array.from({ length: 60 }, (_, image) => image % 2);
    const responses = labels.map((label, image) => [label + image / 100]);
    expect(estimateUnits(precisionMeasure, labels, responses)).toEqual([Number.NaN]);
    expect(estimateUnits(createPrecisionMeasure({ top: 10 }), labels, responses)).toEqual([1]);
  });

  test("gives images that tie for the last places a part of a place each", () => {
    const measure = createPrecisionMeasure({ top: 4 });
    expect(estimateUnits(measure, [0, 0, 0, 1, 1, 1, 1], [[9], [9], [1], [1], [1], [0], [0]])).toEqual([
      (2 + 2 / 3) / 4,
    ]);
  });
});

describe("information", () => {
  test("is one bit for two classes that a unit tells apart, but for the correction", () => {
    const labels = Array.from({ length: 2000 }, (_, image) => image % 2);
    const information = estimateUnits(
      informationMeasure,
      labels,
      labels.map((label, image) => [label + image / 1e4]),
    )[0];
    expect(information).toBeCloseTo(1 + (1 + 19 - 19) / 4000 / Math.LN2, 12); // 2 classes, 20 bins, 20 cells that are not empty
  });
});
