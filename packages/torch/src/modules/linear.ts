/**
 * A fully connected layer: `y = x · weightᵀ + bias`.
 * @module
 */
import type { Generator } from "../tensor/generator.js";
import { operator } from "../tensor/operator.js";
import type { Parameter } from "../tensor/parameter.js";
import type { Tensor } from "../tensor/tensor.js";
import { affineParameters } from "./init/affine.js";
import { Module } from "./module.js";

/** Options of {@link Linear}. */
export interface LinearOptions {
  /** Draws the first weights, as PyTorch does by default. */
  generator: Generator;
  /** Default true. */
  bias?: boolean;
}

/** `[…, inputs]` to `[…, outputs]`. */
export class Linear extends Module {
  /** `[outputs, inputs]` */
  readonly weight: Parameter;
  /** `[outputs]` */
  readonly bias: Parameter | null;

  constructor(inputs: number, outputs: number, { generator, bias = true }: LinearOptions) {
    super();
    ({ weight: this.weight, bias: this.bias } = affineParameters([outputs, inputs], { generator, bias }));
  }

  forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }
}

const linear = operator("aten::linear");
