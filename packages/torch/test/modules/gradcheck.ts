/**
 * Gradients against central differences, in float64.
 * @module
 */
import { expect } from "vitest";
import { gradients, noGrad } from "../../src/tensor/autograd.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

/** Near the cube root of float64's ε: the truncation (step²) and the roundings (ε / step) are both near 1e-10. */
const STEP = 1e-5;
const TOLERANCE = 1e-7;

/** Fails unless autograd and central differences agree on the gradient of `f`, a scalar, by every element of every input. */
export function gradcheck(f: (...inputs: Tensor[]) => Tensor, values: readonly Tensor[]): void {
  scope(() => {
    const inputs = values.map((value) => value.to({ dtype: "float64" }).detach().requireGrad());
    const analytic = gradients([f(...inputs)], inputs);
    for (const [i, input] of inputs.entries()) {
      const found = Array.from(analytic[i]?.toTypedArray() ?? [], Number);
      const expected = centralDifferences(() => f(...inputs), input);
      for (const [j, slope] of expected.entries())
        expect(Math.abs((found[j] as number) - slope), `input ${i}, element ${j}`).toBeLessThan(TOLERANCE);
    }
  });
}

function centralDifferences(f: () => Tensor, input: Tensor): number[] {
  const start = Float64Array.from(input.toTypedArray(), Number);
  const at = (index: number, by: number) =>
    noGrad(() =>
      scope(() => {
        const moved = start.with(index, (start[index] as number) + by);
        input.copy_(tensor(moved, { shape: input.shape }));
        return f().item();
      }),
    );
  const slopes = Array.from(start.keys(), (index) => (at(index, STEP) - at(index, -STEP)) / (2 * STEP));
  noGrad(() => scope(() => input.copy_(tensor(start, { shape: input.shape }))));
  return slopes;
}
