import { Random } from "@selectivity-lab/base";
import { scope } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { classPairsStatistic } from "../../src/responses/class-pairs.js";

const labels = [0, 1, 1, 0, 1, 2, 1, 0];
const random = new Random(4, "test");
const rows = labels.map(() => [random.uniform(), random.uniform()]);

function collect(responses: number[][], offset = Float64Array.of(0, 0)) {
  const images = { labellings: [Int32Array.from(labels)], classes: 4, units: 2 };
  const collector = classPairsStatistic.collect(images);
  collector.add(0, Float64Array.from(responses.slice(0, 3).flat()));
  collector.add(3, Float64Array.from(responses.slice(3).flat()));
  const [pairs] = collector.results(offset);
  if (!pairs) throw new Error("no pairs");
  return pairs;
}

/** Both sums by a loop over all pairs. */
function sumPairs(responses: number[][], unit: number): { all: number; within: number } {
  let [all, within] = [0, 0];
  for (const [i, first] of responses.entries())
    for (const [j, second] of responses.entries()) {
      if (i === j) continue;
      const product = (first[unit] as number) * (second[unit] as number);
      all += product;
      if (labels[i] === labels[j]) within += product;
    }
  return { all, within };
}

describe("sums over pairs of images", () => {
  test("are those of a loop over all pairs", () => {
    const { all, within, classes } = collect(rows);
    expect(classes).toBe(3);
    for (const unit of [0, 1]) {
      expect(numbers(all)[unit]).toBeCloseTo(sumPairs(rows, unit).all, 12);
      expect(numbers(within)[unit]).toBeCloseTo(sumPairs(rows, unit).within, 12);
    }
  });

  test("of shifted responses are those of responses shifted beforehand", () => {
    const shifted = collect(rows, Float64Array.of(-3, 0.25));
    const beforehand = collect(rows.map(([a = 0, b = 0]) => [a + 3, b - 0.25]));
    for (const key of ["all", "within"] as const) expectClose(shifted[key], beforehand[key], { rtol: 1e-11 });
  });

  test("are exactly 0 for a unit that responds to one image", () => {
    const { all, within } = collect(rows.map((_, image) => [image === 2 ? 0.1 : 0, 1]));
    expect([numbers(all)[0], numbers(within)[0]]).toEqual([0, 0]);
  });

  test("of a batch are those of the same data set, but for the guard of silent units", () => {
    scope(() => {
      const expected = collect(rows);
      const batch = classPairsStatistic.fromBatch(float64(rows), labelTensor(labels), { classes: 4 });
      for (const key of ["all", "within"] as const) expectClose(batch[key], expected[key], { rtol: 1e-11 });
    });
  });
});
