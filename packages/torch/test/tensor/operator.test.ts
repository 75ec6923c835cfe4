import { describe, expect, test } from "vitest";
import { TorchError } from "../../src/error.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { tensor, zeros } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import { scope } from "../../src/tensor/scope.js";

describe("operator", () => {
  test("calls by name with overload, in the order of the schema", () => {
    const add = operator("aten::add.Tensor");
    expect(add(tensor([1]), tensor([2])).item()).toBe(3); // alpha left to the schema
    expect(add(tensor([1]), tensor([2]), 10).item()).toBe(21);
  });

  test("takes one number for a list of fixed length, and null for an optional tensor", () => {
    const conv2d = operator("aten::conv2d");
    expect(conv2d(zeros([1, 2, 5, 5]), zeros([3, 2, 3, 3]), null, 2, [1, 1]).shape).toEqual([1, 3, 3, 3]);
  });

  test("gives several results as an array, and passes dtypes and generators", () => {
    const [values, indices] = operator("aten::max.dim")(tensor([[1, 3, 2]]), 1);
    expect([values.toArray(), indices.toArray()]).toEqual([[3], [1]]);
    const randint = operator("aten::randint.low_generator");
    expect(randint(0, 2, [3], new Generator(0), "int64").dtype).toBe("int64");
  });

  test("passes lists of tensors, with gaps", () => {
    const index = operator("aten::index.Tensor");
    const picked = index(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      [null as never, tensor([1], { dtype: "int64" })],
    );
    expect(picked.toArray()).toEqual([[2], [4]]);
  });

  test("says which operator refused what, with its schema and arguments", () => {
    const call = () => operator("aten::conv2d")(zeros([128, 1, 32, 32]), zeros([64, 3, 3, 3]));
    expect(call).toThrow(TorchError);
    // Of libtorch's own words only what versions share.
    expect(call).toThrow(/^aten::conv2d: .*(3 channels|3, 3, 3\])/);
    expect(call).toThrow("schema    aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None");
    expect(call).toThrow("input     float32 [128, 1, 32, 32] on cpu");
    expect(call).toThrow("weight    float32 [64, 3, 3, 3] on cpu");
  });

  test.each([
    ["a tensor", () => operator("aten::neg")(1 as never), "self: expected a tensor"],
    ["a tensor, not a generator", () => operator("aten::neg")(new Generator(0) as never), "self: expected a tensor"],
    [
      "a generator",
      () => operator("aten::randn.generator")([1], tensor([1]) as never),
      "generator: expected a Generator",
    ],
    ["an integer", () => operator("aten::select.int")(zeros([2]), 0.5, 0), "dim: expected an integer, got 0.5"],
    ["a known dtype", () => operator("aten::zeros")([1], "float33" as never), "dtype: unknown dtype"],
    ["a list", () => operator("aten::permute")(zeros([1]), 0 as never), "dims: expected an array"],
    [
      "all that is required",
      () => (operator("aten::add.Tensor") as CallableFunction)(zeros([1])),
      "misses its argument other",
    ],
    [
      "no more than there are",
      () => (operator("aten::neg") as CallableFunction)(zeros([1]), 1),
      "takes 1 arguments, got 2",
    ],
    [
      "a name that exists",
      () => (operator as CallableFunction)("aten::nosuch")(),
      "this libtorch has no operator of that name",
    ],
  ])("wants %s, and leaves no tensor behind", (_, call, message) => {
    const before = liveTensors();
    scope(() => {
      expect(call).toThrow(TorchError);
      expect(call).toThrow(message);
    });
    expect(liveTensors()).toBe(before);
  });
});
