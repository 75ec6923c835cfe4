import { Generator, gradients, rand, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../testing/src/close.js";
import { labelTensor } from "../../../testing/src/tensors.js";
import { CapturedTerm } from "../../src/knob/captured-term.js";
import { selectivityTerm } from "../../src/knob/selectivity-term.js";

const CLASSES = 5;

function layers(images: number, seed: number): Map<string, Tensor> {
  const generator = new Generator(seed);
  return new Map(
    [3, 8, 1].map((units, i) => {
      const layer = rand([images, units], generator, { dtype: "float64" });
      return [`layer${i}`, layer.sub(0.3).relu().detach().requireGrad()];
    }),
  );
}

describe("CapturedTerm", () => {
  test("is selectivityTerm, value and gradient, whichever classes occur", () => {
    const someLabels = fc.array(fc.integer({ min: 0, max: CLASSES - 1 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        someLabels.filter((labels) => new Set(labels).size > 1),
        fc.integer({ min: 0, max: 1000 }),
        (labels, seed) =>
          scope(() => {
            const term = new CapturedTerm({ classes: CLASSES });
            const unitMeans = layers(labels.length, seed);
            const inputs = [...unitMeans.values()];
            const { selectivity } = selectivityTerm(unitMeans, labelTensor(labels), { classes: CLASSES });
            const came = term.compute(unitMeans, labelTensor(labels));
            expectClose(came, selectivity as Tensor, { rtol: 1e-12 });
            const expected = gradients([selectivity as Tensor], inputs);
            for (const [i, gradient] of gradients([came], inputs).entries())
              expectClose(gradient as Tensor, expected[i] as Tensor, { rtol: 1e-9, atol: 1e-12 });
            term.dispose();
          }),
      ),
      { numRuns: 50 },
    );
  });

  test("is 0 with a gradient of 0 if there is a single class", () => {
    scope(() => {
      const unitMeans = layers(3, 1);
      const term = new CapturedTerm({ classes: CLASSES });
      const came = term.compute(unitMeans, labelTensor([2, 2, 2]));
      expect(came.item()).toBe(0);
      for (const gradient of gradients([came], [...unitMeans.values()])) expect(gradient?.abs().amax().item()).toBe(0);
      term.dispose();
    });
  });

  test("leaves dead units at 0 when classes are missing", () => {
    scope(() => {
      const term = new CapturedTerm({ classes: CLASSES });
      const unitMeans = new Map([["layer", tensor([[0], [0]]).requireGrad()]]);
      const came = term.compute(unitMeans, labelTensor([0, 3]));
      expect(came.item()).toBe(0);
      expect(
        gradients([came], [...unitMeans.values()])[0]
          ?.abs()
          .amax()
          .item(),
      ).toBe(0);
      term.dispose();
    });
  });
});
