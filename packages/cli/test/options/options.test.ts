import { InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import {
  integers,
  numbers,
  positiveInteger,
  readNumber,
  readWholeNumber,
  separateSettings,
} from "../../src/options/options.js";

const none = { set: [], dataDir: [], plugin: [] };

describe("separateSettings", () => {
  test("takes the first word for the recipe's name, unless it is a setting", () => {
    expect(separateSettings("fashion-quick", ["epochs=5"], none)).toEqual({
      name: "fashion-quick",
      settings: ["epochs=5"],
    });
    expect(separateSettings("epochs=5", ["seed=1"], none)).toEqual({
      name: undefined,
      settings: ["epochs=5", "seed=1"],
    });
    expect(separateSettings(undefined, [], none)).toEqual({ name: undefined, settings: [] });
  });

  test("puts options after words, so that they win", () => {
    const options = { ...none, set: ["epochs=6"], device: "cuda", threads: "2" };
    expect(separateSettings("a", ["epochs=5"], options).settings).toEqual([
      "epochs=5",
      "epochs=6",
      "device=cuda",
      "threads=2",
    ]);
  });
});

describe("positiveInteger", () => {
  test("reads a whole number from 1, and nothing else", () => {
    expect(positiveInteger("12")).toBe(12);
    for (const text of ["0", "-1", "1.5", "two", ""]) expect(() => positiveInteger(text)).toThrow(InvalidArgumentError);
  });
});

describe("one number and several", () => {
  test("readNumber reads one, also with the minus of our tables, and refuses several", () => {
    expect(["-1", "−1", "0.5", "1e-3"].map((text) => readNumber(text, "x"))).toEqual([-1, -1, 0.5, 0.001]);
    for (const text of ["0,5", "1,2", "-1,0,1", "0x10", "1 2", "", "Infinity", "0..4"])
      expect(() => readNumber(text, "sweep --alphas")).toThrow(/expected one number, .* for several: sweep --alphas/);
  });

  test("readWholeNumber reads one from 0", () => {
    expect(readWholeNumber("3", "x")).toBe(3);
    for (const text of ["0,1", "-1", "1.5", "0..4", ""])
      expect(() => readWholeNumber(text, "x")).toThrow(/for several: x/);
  });

  test("lists", () => {
    expect(numbers("−1,0, 1")).toEqual([-1, 0, 1]);
    expect(integers("0..2,7")).toEqual([0, 1, 2, 7]);
    for (const text of ["", "1,", "1;2", "strong"]) expect(() => numbers(text)).toThrow(InvalidArgumentError);
    for (const text of ["4..0", "0..99999", "1.5"]) expect(() => integers(text)).toThrow(InvalidArgumentError);
  });
});
