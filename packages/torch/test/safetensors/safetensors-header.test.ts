import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SafetensorsError, type SafetensorsErrorCode } from "../../src/safetensors/safetensors-error.js";
import { headerLength, parseHeader } from "../../src/safetensors/safetensors-header.js";
import reference from "../reference/safetensors-files.json" with { type: "json" };

/** A file out of the text of its header and a number of data bytes. */
function file(json: string, dataSize = 0): Uint8Array {
  const header = Buffer.from(json);
  const bytes = Buffer.alloc(8 + header.length + dataSize);
  bytes.writeBigUInt64LE(BigInt(header.length));
  bytes.set(header, 8);
  return bytes;
}

const entry = (dtype: string, shape: number[], begin: number, end: number) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

function refusal(bytes: Uint8Array): SafetensorsError {
  try {
    parseHeader(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError) return error;
    throw error;
  }
  throw new Error("the header was accepted");
}

describe("parseHeader", () => {
  test("reads tensors in the order of their bytes, and the metadata", () => {
    const json = `{"b":${entry("F32", [2, 3], 8, 32)},"__metadata__":{"model":"mlp"},"a":${entry("I64", [], 0, 8)}}`;
    expect(parseHeader(file(json, 32))).toEqual({
      tensors: [
        { name: "a", dtype: "int64", shape: [], begin: 0, end: 8 },
        { name: "b", dtype: "float32", shape: [2, 3], begin: 8, end: 32 },
      ],
      metadata: { model: "mlp" },
      dataStart: 8 + json.length,
    });
  });

  test("accepts the spaces that pad a header", () => {
    expect(parseHeader(file("{}      ")).tensors).toEqual([]);
  });

  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const cases: [string, SafetensorsErrorCode, Uint8Array][] = [
    ["fewer bytes than a length has", "truncated", new Uint8Array(7)],
    ["a header longer than the file", "truncated", file("{}").subarray(0, 9)],
    ["a header of 2^63 bytes", "header-length", new Uint8Array([0, 0, 0, 0, 0, 0, 0, 128])],
    ["a header that is not UTF-8", "header-json", file("{}").fill(0xff, 8)],
    ["a header that is not JSON", "header-json", file('{"a":')],
    ["a header that is not an object", "header-json", file("[]")],
    ["a header with a byte-order mark", "header-json", file("\ufeff{}")],
    [
      "a tensor that is there twice",
      "duplicate-key",
      file(`{"a":${entry("U8", [1], 0, 1)},"a":${entry("U8", [1], 0, 1)}}`, 1),
    ],
    [
      "a name that is spelled in two ways",
      "duplicate-key",
      file(`{"a":${entry("U8", [0], 0, 0)},"\\u0061":${entry("U8", [0], 0, 0)}}`),
    ],
    ["metadata that is there twice", "duplicate-key", file('{"__metadata__":{},"__metadata__":{}}')],
    ["a metadata key that is there twice", "duplicate-key", file('{"__metadata__":{"a":"1","a":"2"}}')],
    ["metadata that is a number", "metadata", file('{"__metadata__":{"epochs":3}}')],
    ["metadata that is a list", "metadata", file('{"__metadata__":["a"]}')],
    ["a tensor without a shape", "entry", file('{"a":{"dtype":"U8","data_offsets":[0,1]}}', 1)],
    ["a tensor that is a number", "entry", file('{"a":1}')],
    ["a tensor nested beyond reason", "entry", file(`{"a":${deep}}`)],
    ["a negative size", "entry", file(`{"a":${entry("U8", [-1], 0, 0)}}`)],
    ["a fractional size", "entry", file(`{"a":${entry("U8", [0.5], 0, 0)}}`)],
    ["more axes than libtorch takes", "entry", file(`{"a":${entry("U8", Array(65).fill(1), 0, 1)}}`, 1)],
    ["one offset", "entry", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}', 1)],
    ["a dtype nobody knows", "dtype", file(`{"a":${entry("F13", [1], 0, 1)}}`, 1)],
    ["a shape that does not fill its bytes", "size", file(`{"a":${entry("F32", [2], 0, 4)}}`, 4)],
    ["a shape whose product overflows", "size", file(`{"a":${entry("U8", [2 ** 40, 2 ** 40], 0, 0)}}`)],
    ["an empty shape whose strides overflow", "size", file(`{"a":${entry("U8", [0, 2 ** 40, 2 ** 40], 0, 0)}}`)],
    ["offsets that run backwards", "size", file(`{"a":${entry("U8", [1], 1, 0)}}`, 1)],
    ["tensors that overlap", "layout", file(`{"a":${entry("U8", [2], 0, 2)},"b":${entry("U8", [2], 1, 3)}}`, 3)],
    ["a hole in front of a tensor", "layout", file(`{"a":${entry("U8", [1], 1, 2)}}`, 2)],
    ["bytes behind the last tensor", "layout", file(`{"a":${entry("U8", [1], 0, 1)}}`, 2)],
    ["a tensor that runs over the end", "truncated", file(`{"a":${entry("U8", [4], 0, 4)}}`, 3)],
  ];
  test.each(cases)("refuses %s (%s)", (_, code, bytes) => {
    expect(refusal(bytes).code).toBe(code);
  });

  test("says what it expected, what came and what to do", () => {
    expect(refusal(file(`{"fc.weight":${entry("F32", [10, 64], 0, 2000)}}`, 2000)).message).toMatchInlineSnapshot(`
      "tensor 'fc.weight': expected 2560 bytes for float32 [ 10, 64 ], got data_offsets [ 0, 2000 ].
        to do: write the file again: its header is damaged, or a faulty program wrote it"
    `);
  });

  test.each([
    ["a long text", JSON.stringify("x".repeat(100_000))],
    ["a wide object", JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])))],
  ])("keeps its message short when a dtype is %s", (_, dtype) => {
    expect(refusal(file(`{"a":{"dtype":${dtype}}}`)).message.length).toBeLessThan(400);
  });
});

describe("whatever the bytes", () => {
  /** The outcome must be a header or a SafetensorsError; anything else escapes and fails the property. */
  const survives = (bytes: Uint8Array) => {
    try {
      parseHeader(bytes);
    } catch (error) {
      if (!(error instanceof SafetensorsError)) throw error;
    }
  };
  const valid = Object.values(reference.files).map(({ file }) => Buffer.from(file, "base64"));

  test("parseHeader survives noise", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), survives), { numRuns: 2000 });
  });

  test("parseHeader survives any JSON", () => {
    fc.assert(
      fc.property(fc.json(), (json) => survives(file(json))),
      { numRuns: 1000 },
    );
  });

  test("parseHeader survives any JSON in the place of a tensor, a shape or an offset", () => {
    const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(2 ** 53, -0, "F32", [0, 4], [4]));
    const entries = fc.record({ dtype: anything, shape: anything, data_offsets: anything }, { requiredKeys: [] });
    const headers = fc.dictionary(fc.string(), fc.oneof(anything, entries));
    fc.assert(
      fc.property(headers, fc.nat(16), (header, size) => survives(file(JSON.stringify(header), size))),
      { numRuns: 2000 },
    );
  });

  test("parseHeader survives a valid file with bytes changed or cut off", () => {
    const change = fc.record({ at: fc.nat(), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.array(change, { maxLength: 4 }), fc.nat(), (whole, changes, cut) => {
        const bytes = Uint8Array.from(whole);
        for (const { at, to } of changes) bytes[at % bytes.length] = to;
        survives(bytes);
        survives(bytes.subarray(0, cut % bytes.length));
      }),
      { numRuns: 3000 },
    );
  });

  test("headerLength never asks for more than the file has", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.nat(), (bytes, size) => {
        try {
          expect(headerLength(bytes, size)).toBeLessThanOrEqual(size - 8);
        } catch (error) {
          if (!(error instanceof SafetensorsError)) throw error;
        }
      }),
    );
  });
});
