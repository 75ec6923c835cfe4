import { Generator, gradients, liveTensors, rand, scope, stack, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../testing/src/close.js";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { selectivityTerm } from "../../src/knob/selectivity-term.js";
import { selectivityIndex } from "../../src/measures/selectivity-index.js";
import { classConditionalMeans } from "../../src/responses/class-conditional-means.js";

const CLASSES = 5;
const labels = labelTensor([0, 1, 1, 3, 0, 4, 3, 3]);

/** Three layers of different widths; class 2 does not occur. */
function layers(dtype: "float32" | "float64" = "float64"): Map<string, Tensor> {
  const generator = new Generator(0);
  return new Map([3, 8, 1].map((units, i) => [`layer${i}`, rand([8, units], generator, { dtype }).requireGrad()]));
}

/** The definition, layer by layer. */
function layerByLayer(unitMeans: ReadonlyMap<string, Tensor>): Tensor {
  const means = [...unitMeans.values()].map((layer) =>
    selectivityIndex(classConditionalMeans(layer, labels, CLASSES).means).mean(),
  );
  return stack(means).mean();
}

describe("selectivityTerm", () => {
  test("is the mean of its layers' means: 0.6 and the mean of 0.6 and 0 make 0.45", () => {
    const unitMeans = new Map([
      ["narrow", tensor([[4], [1]])],
      [
        "wide",
        tensor([
          [4, 1],
          [1, 1],
        ]),
      ],
    ]);
    const { selectivity, classesPresent } = selectivityTerm(unitMeans, labelTensor([0, 1]), { classes: 2 });
    expect(selectivity?.item()).toBeCloseTo((0.6 + 0.3) / 2, 6);
    expect(classesPresent).toBe(2);
  });

  test("is the same for all layers side by side as layer by layer, gradient included", () => {
    const unitMeans = layers();
    const { selectivity } = selectivityTerm(unitMeans, labels, { classes: CLASSES });
    const plain = layerByLayer(unitMeans);
    expectClose(selectivity as Tensor, plain, { rtol: 1e-14 });
    const inputs = [...unitMeans.values()];
    const expected = gradients([plain], inputs) as Tensor[];
    const came = gradients([selectivity as Tensor], inputs) as Tensor[];
    for (const [i, gradient] of came.entries())
      expectClose(gradient, expected[i] as Tensor, { rtol: 1e-12, atol: 1e-16 });
  });

  test("has the gradient of central differences", () => {
    const [first, second] = layers().values() as Iterable<Tensor> as [Tensor, Tensor];
    gradcheck(
      (x) =>
        selectivityTerm(
          new Map([
            ["a", x],
            ["b", second],
          ]),
          labels,
          { classes: CLASSES },
        ).selectivity as Tensor,
      first,
    );
  });

  test("counts only the classes present", () => {
    expect(selectivityTerm(layers(), labels, { classes: CLASSES }).classesPresent).toBe(4);
  });

  test("is null for a batch of a single class", () => {
    const unitMeans = new Map([
      [
        "a",
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ],
    ]);
    expect(selectivityTerm(unitMeans, labelTensor([3, 3]), { classes: 10 })).toEqual({
      selectivity: null,
      classesPresent: 1,
    });
  });

  test("weights classes by their counts only on request, as in arXiv:2305.17409", () => {
    const unitMeans = new Map([["a", float64([[2], [2], [2], [2]])]]);
    const batch = labelTensor([0, 0, 0, 1]);
    expect(selectivityTerm(unitMeans, batch, { classes: 2 }).selectivity?.item()).toBe(0);
    const summed = selectivityTerm(unitMeans, batch, { classes: 2, aggregate: "sum" });
    expect(summed.selectivity?.item()).toBeCloseTo(0.5, 6);
  });

  test("refuses negative activations unless told how to handle them", () => {
    const unitMeans = new Map([["gelu", float64([[-1], [3]])]]);
    const batch = labelTensor([0, 1]);
    expect(() => selectivityTerm(unitMeans, batch, { classes: 2 })).toThrow('got -1 from unit 0 of layer "gelu"');
    const absolute = selectivityTerm(unitMeans, batch, { classes: 2, negatives: "abs" });
    expect(absolute.selectivity?.item()).toBeCloseTo(0.5, 6);
  });

  test("counts dead units as 0, with a finite gradient", () => {
    const unitMeans = new Map([
      [
        "a",
        tensor([
          [0, 4],
          [0, 1],
        ]).requireGrad(),
      ],
    ]);
    const { selectivity } = selectivityTerm(unitMeans, labelTensor([0, 1]), { classes: 2 });
    expect(selectivity?.item()).toBeCloseTo(0.3, 6);
    const [gradient] = gradients([selectivity as Tensor], [...unitMeans.values()]) as [Tensor];
    expectClose(gradient.select(1, 0), [0, 0], {});
  });

  test("leaves nothing behind but its result", () => {
    scope(() => {
      const unitMeans = layers();
      const before = liveTensors();
      selectivityTerm(unitMeans, labels, { classes: CLASSES });
      expect(liveTensors()).toBeLessThanOrEqual(before + 1);
    });
  });
});
