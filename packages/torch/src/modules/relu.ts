/**
 * The rectifier, `max(x, 0)`: where hidden units are born, so that it shows them to the tap.
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";
import { showUnits, type Tap } from "./tap.js";

/** Any shape to the same; shows its output under its own name. */
export class ReLU extends Module {
  forward(input: Tensor, tap?: Tap): Tensor {
    return showUnits(tap, "", input.relu());
  }
}
