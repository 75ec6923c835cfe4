/**
 * Steps of a network one after the other.
 *
 * @module
 */
import { release, scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * Hands each step's output to the next, and frees all that a step made as soon as the next one is through. Without gradients
 * that is the memory of one step in place of all; with gradients autograd holds what it needs, as ever.
 *
 * A tap that holds on to an activation beyond `record` takes it over with `currentScope().adopt`.
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
