/**
 * The mean of each channel over the whole image: PyTorch's `AdaptiveAvgPool2d(1)`.
 * @module
 */
import { operator } from "../tensor/operator.js";
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";

/** `[N, C, H, W]` to `[N, C, 1, 1]`. */
export class GlobalAvgPool2d extends Module {
  forward(input: Tensor): Tensor {
    return adaptiveAvgPool2d(input, 1);
  }
}

const adaptiveAvgPool2d = operator("aten::adaptive_avg_pool2d");
