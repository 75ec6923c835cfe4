/**
 * A layer that does nothing, for places where a network may have a layer, such as a shortcut.
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";

/** Returns its input: the very tensor. */
export class Identity extends Module {
  forward(input: Tensor): Tensor {
    return input;
  }
}
