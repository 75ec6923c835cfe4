/**
 * Modules one after the other, named "0", "1", … as in PyTorch.
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";
import { chain } from "./chain.js";
import { Module } from "./module.js";
import { type Tap, within } from "./tap.js";

/** What its first module takes to what its last one gives. */
export class Sequential extends Module {
  readonly #modules: readonly Module[];

  constructor(...modules: Module[]) {
    super();
    this.#modules = modules;
    Object.assign(this, modules); // properties "0", "1", …: where Module finds the parts and their names
  }

  forward(input: Tensor, tap?: Tap): Tensor {
    const steps = this.#modules.map((module, i) => (value: Tensor) => module.forward(value, within(tap, `${i}`)));
    return chain(input, steps);
  }
}
