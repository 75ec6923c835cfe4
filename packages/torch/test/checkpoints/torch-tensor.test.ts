/** Descriptions of tensors that PyTorch would never write. */
import { describe, expect, test } from "vitest";
import { PickleError } from "../../src/checkpoints/pickle-machine.js";
import { PickledTensor, Storage } from "../../src/checkpoints/torch-pickle.js";
import { loadPickledTensor } from "../../src/checkpoints/torch-tensor.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { scope } from "../../src/tensor/scope.js";

const bytes = new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5).buffer);
const make = (offset: unknown, shape: unknown, strides: unknown, numel = 6) =>
  scope(() => loadPickledTensor(new PickledTensor(new Storage("float32", "0", numel), offset, shape, strides), bytes));

describe("tensorOf", () => {
  test("gives what lies in the storage at offset and strides", () => {
    scope(() =>
      expect(make(1, [2, 2], [3, 1]).toArray()).toEqual([
        [1, 2],
        [4, 5],
      ]),
    );
  });

  test.each<[string, unknown, unknown, unknown, RegExp]>([
    ["past the end of its storage", 0, [2, 4], [3, 1], /asks for number 6 of a storage of 6/],
    ["from an offset past the end", 6, [1], [1], /asks for number 6 of a storage of 6/],
    ["before the beginning", -1, [1], [1], /asks for a tensor of shape \[ 1 \], strides \[ 1 \], offset -1/],
    ["backwards", 5, [2], [-1], /asks for a tensor of shape/],
    ["of half a number", 0, [0.5], [1], /asks for a tensor of shape/],
    ["of other axes than strides", 0, [2, 2], [1], /asks for a tensor of shape/],
    ["of no shape", 0, null, [1], /asks for a tensor of shape null/],
    ["of a whole number too large for one", 0, [2n ** 70n], [1], /asks for a tensor of shape/],
    ["that fills the memory with one number", 0, [1e6, 1e6], [0, 0], /makes a tensor of shape .* out of 6 numbers/],
    ["of a hundred axes", 0, Array(100).fill(1), Array(100).fill(1), /makes a tensor of shape .* out of 6 numbers/],
  ])("refuses one %s", (_, offset, shape, strides, message) => {
    const before = liveTensors();
    expect(() => make(offset, shape, strides)).toThrow(PickleError);
    expect(() => make(offset, shape, strides)).toThrow(message);
    expect(liveTensors()).toBe(before);
  });

  test("refuses a storage that is shorter than it is said to be", () => {
    expect(() => make(0, [7], [1], 7)).toThrow("storage '0': expected 7 numbers of float32, got 24 bytes");
  });
});
