import { type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { gradcheck } from "../../../testing/src/gradcheck.js";
import { float64 } from "../../../testing/src/tensors.js";
import { type Negatives, removeNegatives } from "../../src/responses/non-negative.js";
import { joinLayers } from "../../src/taps/joined-layers.js";

/** Two layers: unit 1 of the second is once negative. */
function taken(negatives: Negatives): Tensor {
  const layers = new Map([
    ["gelu1", tensor([[1], [2]])],
    [
      "gelu2",
      tensor([
        [3, -1],
        [4, 5],
      ]),
    ],
  ]);
  return removeNegatives(joinLayers(layers), negatives, "selectivity index");
}

describe("removeNegatives", () => {
  test("refuses negative activations, and names the layer and the unit", () => {
    expect(() => taken("refuse")).toThrow(
      'the selectivity index needs activations ≥ 0, got -1 from unit 1 of layer "gelu2".\n' +
        '  to do: tap the layer after its ReLU, or choose how to handle negative values: negatives "abs", "relu" or "shift"',
    );
  });

  test.each([
    ["trust", -1, 5],
    ["abs", 1, 5],
    ["relu", 0, 5],
    ["shift", 0, 6],
  ] as const)("%s turns a unit's −1 and 5 into %d and %d", (negatives, low, high) => {
    expect(taken(negatives).toArray()).toEqual([
      [1, 3, low],
      [2, 4, high],
    ]);
  });

  test.each(["abs", "relu", "shift"] as const)("%s has the gradient of central differences", (negatives) => {
    const units = float64([
      [0.3, -1.2],
      [2, 0.4],
      [0.5, -0.7],
    ]);
    const spans = [{ name: "gelu", start: 0, units: 2 }];
    gradcheck((x) => removeNegatives({ units: x, spans }, negatives, "selectivity index").square().sum(), units);
  });
});
