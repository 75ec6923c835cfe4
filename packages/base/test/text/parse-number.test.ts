import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseNumber,
  parseNumbers,
  parseRange,
  parseWholeNumber,
  parseWholeNumbers,
} from "../../src/text/parse-number.js";

describe("parseNumber", () => {
  test.each([
    ["0.5", 0.5],
    ["-1", -1],
    ["−1", -1],
    ["1e−3", 0.001],
    ["+2", 2],
    [".5", 0.5],
    [" 3 ", 3],
  ])("reads %s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(["", " ", "0,5", "1,2", "-1,0,1", "1 2", "0x10", "Infinity", "NaN", "1e999", "--1", "1..2", "half"])(
    "refuses %s",
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  test("reads back every finite number that JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => parseNumber(String(x)) === x || x === 0),
    );
  });
});

describe("parseNumbers", () => {
  test("reads a list, with either minus", () => {
    expect(parseNumbers("−1, 0,+0.5")).toEqual([-1, 0, 0.5]);
  });

  test.each(["", "1,", "1,,2", "1;2", "a"])("refuses %s", (text) => {
    expect(parseNumbers(text)).toBeUndefined();
  });
});

describe("parseWholeNumbers", () => {
  test("reads numbers and ranges", () => {
    expect(parseWholeNumbers("0..3,7")).toEqual([0, 1, 2, 3, 7]);
  });

  test.each(["4..0", "0..10000", "-1", "1.5", "0..", "..3"])("refuses %s", (text) => {
    expect(parseWholeNumbers(text)).toBeUndefined();
  });

  test("takes one number only where one is expected", () => {
    expect([parseWholeNumber("3"), parseWholeNumber("3,4"), parseRange("3")]).toEqual([3, undefined, undefined]);
  });
});
