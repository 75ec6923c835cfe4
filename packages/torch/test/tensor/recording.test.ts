import { describe, expect, test } from "vitest";
import { ones } from "../../src/tensor/create.js";
import { operator } from "../../src/tensor/operator.js";
import { type OperatorCall, watchCalls } from "../../src/tensor/recording.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const conv2d = operator("aten::conv2d");

describe("watchCalls", () => {
  test("tells every call by name, its arguments by the schema's names, and whose result is whose argument", () => {
    const calls: OperatorCall[] = [];
    scope(() => {
      const [images, weight] = [ones([1, 1, 3, 3]), ones([2, 1, 3, 3])];
      const map = watchCalls(
        (call) => calls.push(call),
        () => conv2d(images, weight, null, 1, 1).relu(),
      );
      expect(calls.map((call) => call.operator)).toEqual(["aten::conv2d", "aten::relu"]);
      const [first, second] = calls as [OperatorCall, OperatorCall];
      expect(first.inputs).toEqual({ input: images, weight, bias: null, stride: 1, padding: 1 });
      expect((second.inputs.self as Tensor).handle).toBe(first.outputs[0]);
      expect(second.outputs).toEqual([map.handle]);
    });
  });

  test("tells nothing before and after, also when the work throws", () => {
    const calls: OperatorCall[] = [];
    const watch = (call: OperatorCall) => calls.push(call);
    scope(() => {
      expect(() =>
        watchCalls(watch, () => {
          throw new Error("no");
        }),
      ).toThrow("no");
      ones([1]).relu();
    });
    expect(calls).toEqual([]);
  });
});
