import { describe, expect, test } from "vitest";
import { liveTensors } from "../../src/runtime/runtime.js";
import { tensor } from "../../src/tensor/create.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const x = tensor([
  [1, -2, 3],
  [4, 5, -6],
]);
const other = tensor([
  [2, 2, 2],
  [4, 4, 4],
]);

/** Worked out by hand. */
const arithmetic: [string, () => Tensor, unknown][] = [
  [
    "add",
    () => x.add(other),
    [
      [3, 0, 5],
      [8, 9, -2],
    ],
  ],
  [
    "add a number",
    () => x.add(1),
    [
      [2, -1, 4],
      [5, 6, -5],
    ],
  ],
  [
    "sub",
    () => x.sub(other),
    [
      [-1, -4, 1],
      [0, 1, -10],
    ],
  ],
  [
    "sub a number",
    () => x.sub(1),
    [
      [0, -3, 2],
      [3, 4, -7],
    ],
  ],
  [
    "mul",
    () => x.mul(other),
    [
      [2, -4, 6],
      [16, 20, -24],
    ],
  ],
  [
    "div",
    () => x.div(other),
    [
      [0.5, -1, 1.5],
      [1, 1.25, -1.5],
    ],
  ],
  [
    "pow",
    () => x.pow(2),
    [
      [1, 4, 9],
      [16, 25, 36],
    ],
  ],
  ["pow a tensor", () => tensor([2, 3]).pow(tensor([3, 2])), [8, 9]],
  [
    "neg",
    () => x.neg(),
    [
      [-1, 2, -3],
      [-4, -5, 6],
    ],
  ],
  [
    "abs",
    () => x.abs(),
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  ["sqrt", () => tensor([4, 9]).sqrt(), [2, 3]],
  ["square", () => tensor([3]).square(), [9]],
  ["exp and log", () => tensor([0]).exp().log(), [0]],
  [
    "relu",
    () => x.relu(),
    [
      [1, 0, 3],
      [4, 5, 0],
    ],
  ],
  ["sigmoid", () => tensor([0]).sigmoid(), [0.5]],
  ["tanh", () => tensor([0]).tanh(), [0]],
  [
    "clamp both",
    () => x.clamp({ min: -1, max: 2 }),
    [
      [1, -1, 2],
      [2, 2, -1],
    ],
  ],
  [
    "clamp one",
    () => x.clamp({ min: 0 }),
    [
      [1, 0, 3],
      [4, 5, 0],
    ],
  ],
  [
    "eq",
    () => x.eq(4),
    [
      [0, 0, 0],
      [1, 0, 0],
    ],
  ],
  [
    "ne",
    () => x.ne(other),
    [
      [1, 1, 1],
      [0, 1, 1],
    ],
  ],
  [
    "gt",
    () => x.gt(other),
    [
      [0, 0, 1],
      [0, 1, 0],
    ],
  ],
  [
    "ge",
    () => x.ge(3),
    [
      [0, 0, 1],
      [1, 1, 0],
    ],
  ],
  [
    "lt",
    () => x.lt(0),
    [
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    "le",
    () => x.le(1),
    [
      [1, 1, 0],
      [0, 0, 1],
    ],
  ],
];

const reductions: [string, () => Tensor, unknown][] = [
  ["sum", () => x.sum(), 5],
  ["sum over a dimension", () => x.sum(0), [5, 3, -3]],
  ["sum over two", () => x.sum([0, 1]), 5],
  ["sum, kept", () => x.sum(1, true), [[2], [3]]],
  ["mean", () => other.mean(), 3],
  ["mean over a dimension", () => x.mean(1), [2 / 3, 1]],
  ["amax", () => x.amax(1), [3, 5]],
  ["amin of all", () => x.amin(), -6],
  ["argmax", () => x.argmax(1), [2, 1]],
  ["argmax of all", () => x.argmax(), 4],
  ["var", () => tensor([1, 2, 3]).var(0), 1],
  ["var, biased", () => tensor([1, 3]).var(0, { unbiased: false }), 1],
  ["std", () => tensor([[1], [3]]).std(0, { keepdim: true }), [[Math.SQRT2]]],
  ["softmax", () => tensor([0, 0]).softmax(0), [0.5, 0.5]],
  ["logSoftmax", () => tensor([0, 0]).logSoftmax(0), [-Math.LN2, -Math.LN2]],
  ["matmul", () => tensor([[1, 2]]).matmul(tensor([[3], [4]])), [[11]]],
];

const shapes: [string, () => Tensor, unknown][] = [
  [
    "reshape",
    () => x.reshape([3, 2]),
    [
      [1, -2],
      [3, 4],
      [5, -6],
    ],
  ],
  ["flatten", () => x.flatten(), [1, -2, 3, 4, 5, -6]],
  [
    "permute",
    () => x.permute([1, 0]),
    [
      [1, 4],
      [-2, 5],
      [3, -6],
    ],
  ],
  [
    "transpose",
    () => x.transpose(0, 1),
    [
      [1, 4],
      [-2, 5],
      [3, -6],
    ],
  ],
  ["unsqueeze", () => tensor([1]).unsqueeze(0), [[1]]],
  ["squeeze", () => tensor([[[1, 2]]]).squeeze(), [1, 2]],
  ["squeeze one", () => tensor([[[1, 2]]]).squeeze(0), [[1, 2]]],
  [
    "expand",
    () => tensor([[1], [2]]).expand([2, 2]),
    [
      [1, 1],
      [2, 2],
    ],
  ],
  [
    "narrow",
    () => x.narrow(1, 1, 2),
    [
      [-2, 3],
      [5, -6],
    ],
  ],
  ["select", () => x.select(0, 1), [4, 5, -6]],
  [
    "indexSelect",
    () => x.indexSelect(1, tensor([2, 0], { dtype: "int64" })),
    [
      [3, 1],
      [-6, 4],
    ],
  ],
  ["gather", () => x.gather(1, tensor([[1], [2]], { dtype: "int64" })), [[-2], [-6]]],
];

/** Numbers to seven digits, so that float32 and float64 results compare. */
const rounded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(rounded) : Math.round((value as number) * 1e6) / 1e6 + 0;

describe.each([
  ["element by element", arithmetic],
  ["reductions", reductions],
  ["shape and selection", shapes],
])("%s", (_, cases) => {
  test.each(cases)("%s", (_name, compute, expected) => {
    scope(() => expect(rounded(compute().toArray())).toEqual(rounded(expected)));
  });
});

describe("in place", () => {
  test("changes the tensor itself and makes no other", () => {
    const target = tensor([1, 2, 3]);
    const before = liveTensors();
    expect(target.add_(1).mul_(2)).toBe(target);
    target.add_(2, { alpha: 0.5 });
    expect(target.toArray()).toEqual([5, 7, 9]);
    expect(target.fill_(4).toArray()).toEqual([4, 4, 4]);
    expect(target.zero_().toArray()).toEqual([0, 0, 0]);
    expect(liveTensors()).toBe(before);
  });

  test("copies and adds by index", () => {
    const target = tensor([0, 0]);
    scope(() => {
      target.copy_(tensor([1, 2])).indexAdd_(0, tensor([1, 1], { dtype: "int64" }), tensor([10, 20]));
      target.add_(tensor([1, 1]), { alpha: 2 }).mul_(tensor([1, 2]));
    });
    expect(target.toArray()).toEqual([3, 68]);
    target.dispose();
  });
});

describe("values", () => {
  test("item takes a tensor of one element", () => {
    expect(tensor([[7]]).item()).toBe(7);
    expect(() => x.item()).toThrow("item: expected a tensor of one element, got float32 [2, 3] on cpu");
  });

  test("to changes dtype and memory format, and shares what needs no change", () => {
    expect(x.to({ dtype: "int32" }).dtype).toBe("int32");
    const map = tensor([1, 2, 3, 4]).reshape([1, 2, 1, 2]).to({ memoryFormat: "channels_last" });
    expect(map.toArray()).toEqual([[[[1, 2]], [[3, 4]]]]);
    expect(map.contiguous().toArray()).toEqual(map.toArray());
    expect(x.clone().add_(1).toArray()).not.toEqual(x.toArray());
  });
});
