/**
 * The mean under a window that moves over each channel.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Pool2dOptions } from "./max-pool2d.js";
import { Module } from "./module.js";
import type { Pair } from "./pair.js";

/** `[N, C, H, W]` to `[N, C, H′, W′]`; what is padded counts as zeros. */
export class AvgPool2d extends Module {
  readonly #window: readonly [kernel: Pair, stride: Pair, padding: Pair];

  constructor(kernel: Pair, { stride = kernel, padding = 0 }: Pool2dOptions = {}) {
    super();
    this.#window = [kernel, stride, padding];
  }

  forward(input: Tensor): Tensor {
    return avgPool2d(input, ...this.#window);
  }
}

const avgPool2d = operator("aten::avg_pool2d");
