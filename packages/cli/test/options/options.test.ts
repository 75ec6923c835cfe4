import { InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import { positiveInteger, separateSettings } from "../../src/options/options.js";

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
