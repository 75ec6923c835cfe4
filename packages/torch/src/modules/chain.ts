/**
 * Runs the steps of a network one after the other.
 *
 * @module
 */
import { release, scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * Passes each step's output to the next, and frees everything that a step made as soon as the next one is done. Without gradients
 * this takes the memory of one step instead of all; with gradients, autograd keeps what it needs, as usual.
 *
 * A tap that keeps an activation beyond `record` takes it over with `currentScope().adopt`.
 *
 * @returns what the last step returns.
 * @example chain(tensor([1, 2]), [(x) => x.square(), (x) => x.add(1).sum()]).item() // 7
 */
export function chain(input: Tensor, steps: Iterable<(input: Tensor) => Tensor>): Tensor {
  return scope(() => {
    let value = input;
    for (const step of steps) {
      const next = scope(() => step(value));
      if (next !== value) release(value);
      value = next;
    }
    return value;
  });
}
