import { Generator, gradients, rand, scope, type Tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../testing/src/close.js";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { float64, labelTensor } from "../../../testing/src/tensors.js";
import { ClassMemory } from "../../src/knob/class-memory.js";
import { selectivityTerm } from "../../src/knob/selectivity-term.js";

const CLASSES = 4;
const createMemory = (decay = 0.75) => new ClassMemory({ classes: CLASSES, decay });

describe("ClassMemory", () => {
  test("averages a class with its history, takes a new class as it is, and keeps an absent one", () => {
    scope(() => {
      const memory = createMemory(0.75);
      expect(memory.join(float64([[8], [4]]), [0, 2]).toArray()).toEqual([[8], [4]]);
      expect(memory.join(float64([[0], [6]]), [0, 3]).toArray()).toEqual([[6], [4], [6]]); // 0.75 · 8 + 0.25 · 0
      expect(memory.join(float64([[8]]), [2]).toArray()).toEqual([[6], [5], [6]]);
      memory.dispose();
    });
  });

  test("changes nothing if all batches are the same", () => {
    scope(() => {
      const memory = createMemory();
      const unitMeans = new Map([["layer", rand([6, 5], new Generator(0), { dtype: "float64" })]]);
      const labels = labelTensor([0, 1, 2, 3, 0, 1]);
      const plain = selectivityTerm(unitMeans, labels, { classes: CLASSES }).selectivity as Tensor;
      for (let batch = 0; batch < 3; batch++) {
        const { selectivity } = selectivityTerm(unitMeans, labels, { classes: CLASSES, memory });
        expectClose(selectivity as Tensor, plain, { rtol: 1e-14 });
      }
      memory.dispose();
    });
  });

  test("has the gradient of central differences, with the history held constant", () => {
    scope(() => {
      const before = float64([
        [1, 2, 3],
        [2, 1, 1],
      ]);
      const history = createMemory();
      history.join(before, [0, 2]);
      const state = history.state();
      if (!state) throw new Error("no history");
      const held = { history: state.history.clone(), seen: state.seen };
      gradcheck(
        (unitMeans) => {
          const memory = createMemory();
          memory.restore(held);
          const { selectivity } = selectivityTerm(new Map([["layer", unitMeans]]), labelTensor([0, 1, 0]), {
            classes: CLASSES,
            memory,
          });
          memory.dispose();
          return selectivity as Tensor;
        },
        float64([
          [1, 3, 2],
          [2, 2, 5],
          [4, 1, 1],
        ]),
      );
      history.dispose();
    });
  });

  test("scales the gradient by 1 − decay", () => {
    scope(() => {
      const unitMeans = rand([4, 3], new Generator(1), { dtype: "float64" }).requireGrad();
      const term = (memory?: ClassMemory) =>
        selectivityTerm(new Map([["layer", unitMeans]]), labelTensor([0, 1, 2, 3]), { classes: CLASSES, memory })
          .selectivity as Tensor;
      const [plain] = gradients([term()], [unitMeans]) as [Tensor];
      const memory = createMemory(0.75);
      term(memory);
      const [withHistory] = gradients([term(memory)], [unitMeans]) as [Tensor];
      expectClose(withHistory, plain.mul(0.25), { rtol: 1e-12 });
      memory.dispose();
    });
  });

  test("continues from its state as if it had never stopped", () => {
    scope(() => {
      const [first, second] = [createMemory(), createMemory()];
      first.join(float64([[1], [2]]), [1, 3]);
      second.restore(first.state() as NonNullable<ReturnType<ClassMemory["state"]>>);
      const next = () => float64([[5], [7]]);
      expect(second.join(next(), [0, 3]).toArray()).toEqual(first.join(next(), [0, 3]).toArray());
      first.dispose();
      second.dispose();
    });
  });

  test.each([0, 1, -0.5, Number.NaN])("refuses a decay of %s", (decay) => {
    expect(() => createMemory(decay)).toThrow("decay must be between 0 and 1");
  });
});
