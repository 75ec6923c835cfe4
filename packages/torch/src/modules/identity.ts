/**
 * A layer that does nothing, where a network's plan has a place for one, such as a shortcut.
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
