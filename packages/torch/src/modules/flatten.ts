/**
 * Flattens each image to one row of numbers, between convolutions and a linear layer.
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";

/** `[N, …]` to `[N, U]`. */
export class Flatten extends Module {
  forward(input: Tensor): Tensor {
    return input.flatten(1);
  }
}
