/**
 * A multi-layer perceptron: the plainest network with hidden units.
 *
 *     images ─ flatten ─ fc1 ─ relu1 ─ … ─ fcN ─ reluN ─ fc ─ logits
 *
 * Weights start as PyTorch's `nn.Linear`.
 * @module
 */

import { Linear, showUnits, type Tap, type Tensor } from "@selectivity-lab/torch";
import { ImageModel, type ModelFamily, type ModelSpec } from "./model.js";
import { positiveIntegers } from "./options.js";

class Mlp extends ImageModel {
  [hidden: `fc${number}`]: Linear;
  declare readonly fc: Linear; // a declared field would be initialized first, and lead the parameters
  readonly #depth: number;

  constructor({ inputShape, classes, generator }: ModelSpec, widths: readonly number[]) {
    super(inputShape);
    this.#depth = widths.length;
    let features = inputShape.reduce((product, size) => product * size, 1);
    for (const [index, width] of widths.entries()) {
      this[`fc${index + 1}`] = new Linear(features, width, { generator });
      features = width;
    }
    this.fc = new Linear(features, classes, { generator });
  }

  override unitLayers(): string[] {
    return Array.from({ length: this.#depth }, (_, index) => `relu${index + 1}`);
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    let hidden = input.flatten(1); // [N, C·H·W]
    for (const [index, layer] of this.unitLayers().entries()) {
      hidden = showUnits(tap, layer, (this[`fc${index + 1}`] as Linear).forward(hidden).relu()); // [N, U]
    }
    return this.fc.forward(hidden); // [N, K]
  }
}

/** `mlp`, with the option `widths`: units of each hidden layer, [512, 256] by default. */
export const mlp: ModelFamily = {
  names: ["mlp"],
  summary: "multi-layer perceptron",
  answersTo: (name) => name === "mlp",
  options: ["widths"],
  create: (name, spec) => {
    const { widths = [512, 256] } = spec.options;
    return new Mlp(spec, positiveIntegers(name, "widths", widths));
  },
};
