import { InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import { positiveInteger, wordsOf } from "../../src/options/options.js";

const none = { set: [], dataDir: [], plugin: [] };

describe("wordsOf", () => {
  test("takes the first word for the recipe's name, unless it is a setting", () => {
    expect(wordsOf("fashion-quick", ["epochs=5"], none)).toEqual({ name: "fashion-quick", settings: ["epochs=5"] });
    expect(wordsOf("epochs=5", ["seed=1"], none)).toEqual({ name: undefined, settings: ["epochs=5", "seed=1"] });
    expect(wordsOf(undefined, [], none)).toEqual({ name: undefined, settings: [] });
  });

  test("puts options after words, so that they win", () => {
    const options = { ...none, set: ["epochs=6"], device: "cuda", threads: "2" };
    expect(wordsOf("a", ["epochs=5"], options).settings).toEqual(["epochs=5", "epochs=6", "device=cuda", "threads=2"]);
  });
});

describe("positiveInteger", () => {
  test("reads a whole number from 1, and nothing else", () => {
    expect(positiveInteger("12")).toBe(12);
    for (const text of ["0", "-1", "1.5", "two", ""]) expect(() => positiveInteger(text)).toThrow(InvalidArgumentError);
  });
});
