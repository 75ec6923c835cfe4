import { describe, expect, test } from "vitest";
import { gradients, noGrad } from "../../src/tensor/autograd.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";

describe("backward", () => {
  test("gives the derivative, and adds to it the second time", () => {
    const x = tensor([1, 2, 3]).requireGrad();
    expect(x.grad).toBeNull();
    scope(() => x.square().sum()).backward();
    expect(x.grad?.toArray()).toEqual([2, 4, 6]);
    scope(() => x.sum()).backward();
    expect(x.grad?.toArray()).toEqual([3, 5, 7]);
    x.clearGrad();
    expect(x.grad).toBeNull();
  });

  test("takes a gradient where the output is no scalar", () => {
    const x = tensor([1, 2]).requireGrad();
    x.mul(3).backward(tensor([1, 10]));
    expect(x.grad?.toArray()).toEqual([3, 30]);
    expect(() => x.mul(3).backward()).toThrow("scalar");
  });

  test("does not pass a detached tensor", () => {
    const x = tensor([2]).requireGrad();
    x.mul(x.detach()).sum().backward();
    expect(x.grad?.toArray()).toEqual([2]);
  });
});

describe("gradients", () => {
  test("are those of the sum of the outputs, and leave grad alone", () => {
    const [x, y] = [tensor([1, 2]).requireGrad(), tensor([3, 4]).requireGrad()];
    const [byX, byY] = gradients([x.mul(y), x], [x, y]);
    expect([byX?.toArray(), byY?.toArray()]).toEqual([
      [4, 5],
      [1, 2],
    ]);
    expect(x.grad).toBeNull();
  });

  test("are null where an output does not depend on the input", () => {
    const [x, y] = [tensor([1]).requireGrad(), tensor([2]).requireGrad()];
    expect(gradients([x.mul(2)], [y])).toEqual([null]);
  });

  test("can be differentiated again with createGraph", () => {
    const x = tensor([2]).requireGrad();
    const [first] = gradients([x.pow(3)], [x], { createGraph: true });
    const [second] = gradients(first ? [first] : [], [x]);
    expect([first?.item(), second?.item()]).toEqual([12, 12]);
  });
});

describe("noGrad", () => {
  test("records nothing inside, and something again afterwards, also when the work throws", () => {
    const x = tensor([1]).requireGrad();
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error("on purpose");
      }),
    ).toThrow("on purpose");
    expect(x.mul(2).requiresGrad).toBe(true);
  });
});
