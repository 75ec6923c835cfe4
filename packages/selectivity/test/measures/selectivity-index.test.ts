import { gradients, liveTensors, ShapeError, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { float64, recorded } from "../../../testing/src/tensors.js";
import { createIndexMeasure, SELECTIVITY_EPSILON, selectivityIndex } from "../../src/measures/selectivity-index.js";
import reference from "../reference/selectivity-index.json" with { type: "json" };

/** One unit's index from its class means. */
function indexOf(means: number[]): number {
  return selectivityIndex(float64(means.map((mean) => [mean]))).item();
}

/** The index's gradient by one unit's class means. */
function gradientOf(means: number[]): number[] {
  const x = float64(means.map((mean) => [mean])).requireGrad();
  return numbers(gradients([selectivityIndex(x)], [x])[0] as Tensor);
}

const classMeans = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 4 })).chain(([classes, units]) =>
  fc.array(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: units, maxLength: units }), {
    minLength: classes,
    maxLength: classes,
  }),
);

describe("selectivityIndex", () => {
  test("is (4 − 1) / (4 + 1) for class means 4, 1, 1", () => {
    expect(indexOf([4, 1, 1])).toBeCloseTo(0.6, 6);
  });

  test.each([
    [[4, 1, 1, 1, 1], 0.6],
    [[1, 1, 1], 0],
    [[1, 0, 0, 0], 0.999999],
    [[0, 0, 0], 0],
    [[2, 1], 0.333333],
    [[3, 2, 1], 0.333333],
    [[1e-7, 0, 0], 0.090909],
  ])("of %j is %d", (means, expected) => {
    expect(indexOf(means)).toBeCloseTo(expected, 6); // the vectors are given to six digits
  });

  test("lies in [0, 1]", () => {
    fc.assert(
      fc.property(classMeans, (means) => {
        for (const index of numbers(selectivityIndex(float64(means)))) {
          expect(index).toBeGreaterThanOrEqual(-1e-12); // K equal means may sum to K times them and one rounding more
          expect(index).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("does not change when a unit is scaled, but for ε", () => {
    fc.assert(
      fc.property(classMeans, fc.double({ min: 0.01, max: 100, noNaN: true }), (means, factor) => {
        const plain = selectivityIndex(float64(means));
        const scaled = selectivityIndex(float64(means).mul(factor), { epsilon: SELECTIVITY_EPSILON * factor });
        expectClose(scaled, plain, { atol: 1e-9 }); // rounding, where ε is all there is below the line
      }),
    );
  });

  test("does not change when classes are reordered", () => {
    fc.assert(
      fc.property(classMeans, (means) => {
        const turned = selectivityIndex(float64([...means].reverse()));
        expectClose(turned, selectivityIndex(float64(means)), { atol: 1e-9 });
      }),
    );
  });

  test("agrees with PyTorch, gradient included", () => {
    const means = recorded(reference.classMeans, "float64").requireGrad();
    const index = selectivityIndex(means);
    const weighted = index.mul(recorded(reference.weights, "float64")).sum();
    expectClose(index, reference.index.values, { rtol: 1e-13, atol: 1e-15 });
    expectClose(gradients([weighted], [means])[0] as Tensor, reference.gradient.values, { rtol: 1e-12, atol: 1e-14 });
  });

  test("has the gradient (2r + ε) / D for the favorite, and −(2m + ε) / (D (K − 1)) for the others", () => {
    const [m, r, epsilon, others] = [4, 1.5, SELECTIVITY_EPSILON, 2];
    const d = (m + r + epsilon) ** 2;
    const other = -(2 * m + epsilon) / (d * others);
    expectClose(gradientOf([1, 4, 2]), [other, (2 * r + epsilon) / d, other], { rtol: 1e-12 });
  });

  test("has the gradient of central differences", () => {
    gradcheck((means) => selectivityIndex(means).square().sum(), recorded(reference.classMeans, "float64"));
  });

  test("shares the favorite's gradient among classes that tie", () => {
    const [first, second] = gradientOf([3, 3, 1]);
    expect(first).toBe(second);
    expect(gradientOf([2, 2, 2])).toEqual([0, 0, 0]);
  });

  test("is 0 for a dead unit, with a gradient of 0", () => {
    expect(indexOf([0, 0, 0, 0])).toBe(0);
    expect(gradientOf([0, 0, 0, 0])).toEqual([0, 0, 0, 0]);
  });

  test("pulls a dead unit by no more than rounding in float32, a ten-millionth of 1 / ε", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), (classes) => {
        const means = zeros([classes, 1]).requireGrad();
        const [gradient] = gradients([selectivityIndex(means)], [means]) as [Tensor];
        expectClose(gradient, new Array(classes).fill(0), { atol: 0.1 });
      }),
    );
  });

  test("keeps float32", () => {
    expect(selectivityIndex(tensor([[4], [1]])).dtype).toBe("float32");
  });

  test("leaves nothing behind but its result", () => {
    scope(() => {
      const means = zeros([3, 2]);
      const before = liveTensors();
      const index = selectivityIndex(means);
      expect(liveTensors()).toBeLessThanOrEqual(before + 1);
      expect(index.shape).toEqual([2]);
    });
  });

  test("refuses a single class", () => {
    expect(() => selectivityIndex(zeros([1, 64]))).toThrow(ShapeError);
    expect(() => selectivityIndex(zeros([1, 64]))).toThrow(
      "selectivityIndex: classMeans must be [K ≥ 2, U], got float32 [1, 64] on cpu.\n  With one class there are no others.",
    );
  });
});

describe("the index across halves", () => {
  test("is negative where the class picked as favorite on one half has less than the average of the others on the other half", () => {
    const picked = { means: float64([[9], [1], [1]]), classes: 3 };
    const judged = { means: float64([[1], [3], [3]]), classes: 3 };
    const across = createIndexMeasure({ epsilon: 0 }).estimateAcross?.(picked, judged) as Tensor;
    expect(across.item()).toBeCloseTo((1 - 3) / (1 + 3), 12);
  });
});
