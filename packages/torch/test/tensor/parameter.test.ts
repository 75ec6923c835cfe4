import { describe, expect, test } from "vitest";
import { tensor } from "../../src/tensor/create.js";
import { Buffer, Parameter } from "../../src/tensor/parameter.js";
import { scope } from "../../src/tensor/scope.js";

describe("Parameter and Buffer", () => {
  test("take their tensor over, outlive scopes, and only a parameter wants gradients", () => {
    const values = tensor([1]);
    const [parameter, buffer] = scope(() => [new Parameter(values), new Buffer(tensor([2]))] as const);
    expect(values.disposed).toBe(true);
    expect([parameter.requiresGrad, buffer.requiresGrad]).toEqual([true, false]);
    parameter.dispose();
    buffer.dispose();
  });

  test("stay the same object when their values are replaced", () => {
    const parameter = new Parameter(tensor([1, 2]));
    scope(() => parameter.sum()).backward();
    parameter.replace(tensor([[3]]));
    expect([parameter.toArray(), parameter.shape, parameter.requiresGrad, parameter.grad]).toEqual([
      [[3]],
      [1, 1],
      true,
      null,
    ]);
    parameter.dispose();
  });
});
