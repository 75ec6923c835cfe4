import { describe, expect, test } from "vitest";
import { decodeFloats, decodeHalf, encodeFloats, encodeHalf, nameElementType } from "../src/element-types.js";

describe("halves", () => {
  test.each([
    [0, 0x0000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000], // half way to the smallest: the even neighbor is 0
    [0.333251953125, 0x3555],
    [1 + 2 ** -11, 0x3c00], // half way between two: the even one
    [1 + 3 * 2 ** -11, 0x3c02],
  ])("%f has the bits %i", (value, bits) => expect(encodeHalf(value)).toBe(bits));

  test("return unchanged from every pattern of bits, but for the kinds of NaN", () => {
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const value = decodeHalf(bits);
      if (Number.isNaN(value)) expect(encodeHalf(value) & 0x7c00).toBe(0x7c00);
      else if (encodeHalf(value) !== bits) throw new Error(`${bits} became ${encodeHalf(value)}`);
    }
  });
});

test("numbers of every type become float32, and others are refused by name", () => {
  expect([...decodeFloats(Uint16Array.of(0x3c00, 0xc000), "float16")]).toEqual([1, -2]);
  expect([...decodeFloats(Uint16Array.of(7), "uint16")]).toEqual([7]);
  expect([...decodeFloats(BigInt64Array.of(-3n), "int64")]).toEqual([-3]);
  expect([...decodeFloats(Float64Array.of(0.5), "float64")]).toEqual([0.5]);
  expect(() => decodeFloats(["a"], "string")).toThrow("a tensor of string does not hold numbers");
});

test("bytes are rounded and limited to 0..255", () => {
  expect([...encodeFloats(Float32Array.of(-1, 0.6, 254.5, 300), "uint8")]).toEqual([0, 1, 254, 255]);
});

test("types have names", () => {
  expect([1, 10, 11, 16, 99].map(nameElementType)).toEqual(["float32", "float16", "float64", "bfloat16", "type 99"]);
});
