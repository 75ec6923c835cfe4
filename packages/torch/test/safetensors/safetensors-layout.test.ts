import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SafetensorsError } from "../../src/safetensors/safetensors-error.js";
import { parseHeader } from "../../src/safetensors/safetensors-header.js";
import { layOut } from "../../src/safetensors/safetensors-layout.js";

describe("layOut", () => {
  test("gives a header that parseHeader takes, for any names and metadata", () => {
    const tensors = fc.uniqueArray(
      fc.record({
        name: fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__"),
        dtype: fc.constantFrom("float32" as const, "int64" as const, "bool" as const),
        shape: fc.array(fc.nat(4), { maxLength: 3 }),
      }),
      { selector: ({ name }) => name },
    );
    const metadata = fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(tensors, metadata, (tensors, metadata) => {
        const { header, order } = layOut(tensors, metadata);
        const size = header.length + dataSize(tensors);
        const parsed = parseHeader(header, size);
        expect(parsed.metadata).toEqual(metadata);
        expect(header.length % 8).toBe(0);
        const found = parsed.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
        expect(found).toHaveLength(order.length);
        expect(found).toEqual(expect.arrayContaining([...order]));
      }),
    );
  });

  test("does not depend on the order in which tensors and metadata come", () => {
    const a = { name: "a", dtype: "int8", shape: [3] } as const;
    const b = { name: "b", dtype: "float32", shape: [2] } as const;
    expect(layOut([a, b], { x: "1", y: "2" })).toEqual(layOut([b, a], { y: "2", x: "1" }));
  });

  test("refuses a tensor with the name of the metadata", () => {
    expect(() => layOut([{ name: "__metadata__", dtype: "bool", shape: [] }])).toThrow(SafetensorsError);
  });
});

function dataSize(tensors: readonly { dtype: "float32" | "int64" | "bool"; shape: number[] }[]): number {
  const bytes = { float32: 4, int64: 8, bool: 1 };
  return tensors.reduce(
    (sum, { dtype, shape }) => sum + shape.reduce((product, size) => product * size, bytes[dtype]),
    0,
  );
}
