import { gradients, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../testing/src/close.js";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { selectivityIndex } from "../../src/measures/selectivity-index.js";
import { classConditionalMeans } from "../../src/responses/class-conditional-means.js";

describe("classConditionalMeans", () => {
  test("of 1, 3 for class 0 and 5 for class 1 are 2 and 5", () => {
    const { means, counts, present } = classConditionalMeans(tensor([[1], [3], [5]]), labelTensor([0, 0, 1]), 2);
    expect(means.toArray()).toEqual([[2], [5]]);
    expect({ counts, present }).toEqual({ counts: [2, 1], present: [0, 1] });
  });

  test("leave out classes absent from the batch", () => {
    const { means, counts, present } = classConditionalMeans(tensor([[1], [3], [5]]), labelTensor([4, 1, 4]), 6);
    expect(means.toArray()).toEqual([[3], [3]]);
    expect({ counts, present }).toEqual({ counts: [1, 2], present: [1, 4] });
  });

  test("are true means where classes have unequal counts: a unit with the same response to all images is not selective", () => {
    const { means } = classConditionalMeans(float64([[2], [2], [2], [2]]), labelTensor([0, 0, 0, 1]), 2);
    expect(selectivityIndex(means).item()).toBe(0);
  });

  test("are sums on request, as in arXiv:2305.17409: the same unit then has index 0.5", () => {
    const labels = labelTensor([0, 0, 0, 1]);
    const { means } = classConditionalMeans(float64([[2], [2], [2], [2]]), labels, 2, { aggregate: "sum" });
    expect(selectivityIndex(means).item()).toBeCloseTo(0.5, 6);
  });

  test("give each image its share of the gradient", () => {
    const units = tensor([[1], [3], [5]]).requireGrad();
    const { means } = classConditionalMeans(units, labelTensor([0, 0, 1]), 2);
    const [gradient] = gradients([means.mul(tensor([[8], [3]])).sum()], [units]) as [Tensor];
    expect(gradient.toArray()).toEqual([[4], [4], [3]]);
  });

  test("have the gradient of central differences, the index behind them included", () => {
    const labels = labelTensor([2, 0, 2, 2, 0]);
    const units = float64([
      [0.1, 2],
      [0.7, 0.3],
      [0.2, 1.1],
      [0.9, 0.4],
      [0.3, 0.8],
    ]);
    const loss = (x: Tensor) => selectivityIndex(classConditionalMeans(x, labels, 3).means).sum();
    gradcheck(loss, units);
  });

  test("do not change when images are reordered", () => {
    const image = fc.tuple(fc.nat(3), fc.double({ min: 0, max: 10, noNaN: true }));
    fc.assert(
      fc.property(fc.array(image, { minLength: 1 }), (images) => {
        const means = (list: typeof images) => {
          const units = float64(list.map(([, value]) => [value]));
          return classConditionalMeans(units, labelTensor(list.map(([label]) => label)), 4).means;
        };
        expectClose(means([...images].reverse()), means(images), { rtol: 1e-12 });
      }),
    );
  });

  test.each(["int64", "int32", "uint8"] as const)("take labels in %s", (dtype) => {
    const labels = tensor([0, 1], { dtype });
    expect(classConditionalMeans(tensor([[1], [2]]), labels, 2).means.toArray()).toEqual([[1], [2]]);
  });

  test("refuse a label that is no class, and name the image", () => {
    expect(() => classConditionalMeans(zeros([2, 1]), labelTensor([0, 10]), 10)).toThrow(
      "classConditionalMeans: labels must be from 0 to 9, got 10 for image 1.",
    );
  });

  test("refuse labels for a different number of images", () => {
    expect(() => classConditionalMeans(zeros([3, 1]), labelTensor([0, 1]), 2)).toThrow(
      "classConditionalMeans: labels must be [N = 3], one per image, got int64 [2] on cpu.",
    );
  });
});
