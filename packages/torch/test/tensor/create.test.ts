import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arange, cat, fromBytes, full, ones, rand, randn, stack, tensor, zeros } from "../../src/tensor/create.js";
import type { DType } from "../../src/tensor/dtype.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";

describe("tensor", () => {
  test.each([
    [3, "float32 [] on cpu"],
    [[1, 2], "float32 [2] on cpu"],
    [[[1], [2]], "float32 [2, 1] on cpu"],
    [[], "float32 [0] on cpu"],
  ])("takes %j as %s", (values, description) => {
    const made = tensor(values);
    expect(`${made}`).toBe(description);
    expect(made.toArray()).toEqual(values);
  });

  test("takes a typed array's dtype, or the one asked for", () => {
    expect(tensor(BigInt64Array.of(1n)).dtype).toBe("int64");
    expect(tensor(Uint8Array.of(1, 0), { dtype: "bool" }).dtype).toBe("bool");
    expect(tensor(Float64Array.of(1, 2, 3, 4), { shape: [2, 2] }).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("refuses uneven nesting and shapes of another size", () => {
    expect(() => tensor([[1, 2], [3]])).toThrow("nested arrays of one length per depth");
    expect(() => tensor(Float32Array.of(1, 2), { shape: [3] })).toThrow("shape [3] holds 3 values, got 2");
  });

  test("gives back what it was given, for every dtype that holds it", () => {
    const exact: DType[] = ["float32", "float64", "float16", "bfloat16", "uint8", "int8", "int16", "int32", "int64"];
    fc.assert(
      fc.property(
        fc.constantFrom(...exact),
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 9 }),
        (dtype, values) =>
          scope(() => {
            const made = tensor(values, { dtype });
            expect(made.dtype).toBe(dtype);
            expect(made.toArray()).toEqual(values);
            expect(fromBytes(made.toBytes(), { dtype, shape: made.shape }).toArray()).toEqual(values);
          }),
      ),
    );
  });
});

describe("fromBytes", () => {
  test("refuses bytes that are not as many as shape and dtype need", () => {
    expect(() => fromBytes(new Uint8Array(7), { dtype: "float32", shape: [2] })).toThrow(
      "fromBytes: float32 [2] takes 8 bytes, got 7",
    );
  });
});

describe("the makers of tensors", () => {
  test("make zeros, ones, one value, counts", () => {
    expect(zeros([2], { dtype: "int64" }).toArray()).toEqual([0, 0]);
    expect(ones([1, 2]).toArray()).toEqual([[1, 1]]);
    expect(full([2], 0.5).toArray()).toEqual([0.5, 0.5]);
    expect(arange(1, 4).toArray()).toEqual([1, 2, 3]);
  });

  test("join along a dimension, old or new", () => {
    const [a, b] = [tensor([[1, 2]]), tensor([[3, 4]])];
    expect(cat([a, b]).shape).toEqual([2, 2]);
    expect(cat([a, b], 1).toArray()).toEqual([[1, 2, 3, 4]]);
    expect(stack([a, b]).shape).toEqual([2, 1, 2]);
  });
});

describe("Generator", () => {
  test("gives the numbers of torch.Generator().manual_seed(0)", () => {
    // torch 2.13: torch.randn(3, generator=torch.Generator().manual_seed(0)); the tolerance is that of log and cos.
    const drawn = randn([3], new Generator(0)).toTypedArray();
    for (const [i, value] of [1.5409961, -0.2934289, -2.1787894].entries()) expect(drawn[i]).toBeCloseTo(value, 5);
    expect(rand([2], new Generator(0)).toArray()).toEqual([0.49625658988952637, 0.7682217955589294]);
  });

  test("goes on from where it is, and starts again from its seed", () => {
    const generator = new Generator(5);
    const [first, second] = [rand([4], generator).toArray(), rand([4], generator).toArray()];
    expect(second).not.toEqual(first);
    expect(rand([4], new Generator(5)).toArray()).toEqual(first);
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN])("refuses the seed %d", (seed) => {
    expect(() => new Generator(seed)).toThrow("seed must be a whole number from 0 to 2^53 - 1");
  });
});
