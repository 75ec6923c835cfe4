import { describe, expect, it } from "vitest";
import { chain } from "../../src/modules/chain.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { tensor } from "../../src/tensor/create.js";
import { currentScope, scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const plusOne = (value: Tensor) =>
  value
    .mul(2)
    .add(tensor([1]))
    .sub(value);

describe("chain", () => {
  it("holds one step's tensors at a time, and leaves the input to its owner", () => {
    const input = tensor([1, 2]);
    const before = liveTensors();
    const counts: number[] = [];
    const output = chain(
      input,
      Array.from({ length: 5 }, () => (value: Tensor) => {
        const next = plusOne(value);
        counts.push(liveTensors() - before);
        return next;
      }),
    );
    expect(output.toArray()).toEqual([6, 7]);
    expect(Math.max(...counts)).toBe(5); // 4 made in the step, and what the step before returned
    expect(liveTensors() - before).toBe(1);
    output.dispose();
    expect(input.toArray()).toEqual([1, 2]);
    input.dispose();
  });

  it("lets a step return its input", () => {
    scope(() => expect(chain(tensor([3]), [(value) => value, plusOne, (value) => value]).item()).toBe(4));
  });

  it("leaves alone what a scope outside has adopted", () => {
    scope(() => {
      const home = currentScope();
      const seen: Tensor[] = [];
      const steps = [1, 2, 3].map(() => (value: Tensor) => {
        const next = plusOne(value);
        seen.push(home.adopt(next));
        return next;
      });
      chain(tensor([0]), steps);
      expect(seen.map((value) => value.item())).toEqual([1, 2, 3]);
    });
  });
});
