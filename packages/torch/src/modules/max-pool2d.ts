/**
 * The largest value under a window that moves over each channel.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";
import type { Pair } from "./pair.js";

/** Options of a pooling layer in addition to the size of its window. */
export interface Pool2dOptions {
  /** Pixels from one place of the window to the next. Default: its size. */
  stride?: Pair;
  /** Rows and columns added on each side. Default 0. */
  padding?: Pair;
}

/** `[N, C, H, W]` to `[N, C, H′, W′]`; what is padded never wins. */
export class MaxPool2d extends Module {
  readonly #window: readonly [kernel: Pair, stride: Pair, padding: Pair];

  constructor(kernel: Pair, { stride = kernel, padding = 0 }: Pool2dOptions = {}) {
    super();
    this.#window = [kernel, stride, padding];
  }

  forward(input: Tensor): Tensor {
    return maxPool2d(input, ...this.#window);
  }
}

const maxPool2d = operator("aten::max_pool2d");
