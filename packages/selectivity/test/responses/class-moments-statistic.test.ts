import { Random } from "@selectivity-lab/base";
import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { SelectivityError } from "../../src/error.js";
import { momentsOfOthers } from "../../src/responses/class-moments.js";
import { classMomentsStatistic } from "../../src/responses/class-moments-statistic.js";

const labels = [0, 2, 2, 0, 2, 0, 0, 2];
const random = new Random(3, "test");
const rows = labels.map((label) => Array.from({ length: 3 }, () => random.uniform() + label));

function collect(responses: number[][], offset = new Float64Array(3)) {
  const images = { labellings: [Int32Array.from(labels)], classes: 3, units: 3 };
  const collector = classMomentsStatistic.collect(images);
  collector.add(0, Float64Array.from(responses.slice(0, 5).flat()));
  collector.add(5, Float64Array.from(responses.slice(5).flat()));
  const [moments] = collector.results(offset);
  if (!moments) throw new Error("no moments");
  return moments;
}

/** Mean and variance of some numbers, computed in two passes. */
function describeNumbers(values: readonly number[]): [mean: number, variance: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
}

const responsesTo = (label: number, unit: number) =>
  rows.filter((_, image) => labels[image] === label).map((row) => row[unit] as number);

describe("class means and variances", () => {
  test("are those of two passes", () => {
    const { means, variances, sizes, classes } = collect(rows);
    expect(classes).toBe(2);
    expect(numbers(sizes)).toEqual([4, 4]);
    for (const [row, label] of [0, 2].entries())
      for (const unit of [0, 1, 2]) {
        const [mean, variance] = describeNumbers(responsesTo(label, unit));
        expect(numbers(means)[row * 3 + unit]).toBeCloseTo(mean, 12);
        expect(numbers(variances)[row * 3 + unit]).toBeCloseTo(variance, 12);
      }
  });

  test("keep their variances when all responses are far from 0", () => {
    const near = collect(rows);
    const far = collect(rows.map((row) => row.map((value) => value + 2 ** 20)));
    expectClose(far.variances, near.variances, { rtol: 1e-8 }); // 2^20 leaves 2^-33 of a response
  });

  test("move with the offset, variances apart", () => {
    const moved = collect(rows, Float64Array.of(-1, -2, 3));
    expectClose(moved.variances, collect(rows).variances, { rtol: 1e-12 });
    expectClose(moved.means, collect(rows).means.add(float64([1, 2, -3])), { rtol: 1e-12 });
  });

  test("of a batch are those of the same data set", () => {
    scope(() => {
      const expected = collect(rows);
      const batch = classMomentsStatistic.fromBatch(float64(rows), labelTensor(labels), { classes: 3 });
      for (const key of ["means", "variances", "sizes"] as const)
        expectClose(batch[key] as Tensor, expected[key], { rtol: 1e-12 });
    });
  });

  test.each([{ aggregate: "sum" } as const])("refuse %j, which only class means can do", (option) => {
    const call = () => classMomentsStatistic.fromBatch(float64(rows), labelTensor(labels), { classes: 3, ...option });
    expect(call).toThrow(SelectivityError);
    expect(call).toThrow('aggregated by "sum"');
  });
});

describe("momentsOfOthers", () => {
  test("are mean and variance of all images of the other classes", () => {
    const classes = [[1, 2, 6], [3, 5], [8]];
    const described = classes.map(describeNumbers);
    const { means, variances } = momentsOfOthers({
      means: float64(described.map(([mean]) => [mean])),
      variances: float64(described.map(([, variance]) => [variance])),
      sizes: tensor(
        classes.map(({ length }) => [length]),
        { dtype: "float64" },
      ),
      classes: 3,
    });
    const others = classes.map((_, label) => describeNumbers(classes.filter((_, other) => other !== label).flat()));
    expectClose(
      means,
      others.map(([mean]) => mean),
      { rtol: 1e-12 },
    );
    expectClose(
      variances,
      others.map(([, variance]) => variance),
      { rtol: 1e-12 },
    );
  });
});
