import type { ImageDataset } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { describeOtherClasses, requireClassOrder } from "../../src/index.js";

const data = (...classes: string[]) => ({ name: "./photos", classes }) as unknown as ImageDataset;
const numbers = Array.from({ length: 12 }, (_, label) => String(label));
const asText = [...numbers].sort();

describe("the classes of a network and those of the data", () => {
  test("in a different order are refused, with the first that differs", () => {
    expect(() => requireClassOrder("w.safetensors", ["cat", "dog"], data("dog", "cat"))).toThrowError(
      'w.safetensors was trained on the classes of ./photos in a different order: its output 0 is "cat", and label 0 of ./photos is "dog"',
    );
  });

  test("named by numbers are refused if one side is in the order of text, the other in that of numbers", () => {
    expect(() => requireClassOrder("w", asText, data(...numbers))).toThrowError(
      'its output 2 is "10", and label 2 of ./photos is "2"',
    );
    expect(() => requireClassOrder("w", numbers, data(...asText))).toThrowError("different order");
  });

  test("in the same order, and of other names, pass", () => {
    requireClassOrder("w", ["cat", "dog"], data("cat", "dog"));
    requireClassOrder("w", ["cat", "dog"], data("chat", "chien"));
  });

  test("of other names are said, the first of them by name", () => {
    expect(describeOtherClasses({ classes: ["cat", "dog", "owl"] }, data("cat", "chien", "hibou"))).toBe(
      '2 of the 3 classes of ./photos have other names than those of the training (the first: "chien", in training "dog"); ' +
        "the network's outputs are matched to them by position",
    );
    expect(describeOtherClasses({ classes: ["cat", "dog"] }, data("cat", "dog"))).toBeUndefined();
  });

  test("of arrays have no names to compare", () => {
    expect(describeOtherClasses({ classes: ["cat", "dog"] }, data("0", "1"))).toBeUndefined();
    expect(describeOtherClasses({ classes: ["0", "1"] }, data("cat", "dog"))).toBeUndefined();
  });
});
