import { expect, test } from "vitest";
import { findNearest } from "../../src/text/nearest.js";

const known = ["fashion-mnist", "mnist", "cifar10"];

test.each([
  ["fashion_mnist", "fashion-mnist"],
  ["FashionMNIST", "fashion-mnist"],
  ["cifar-10", "cifar10"],
  ["mnits", "mnist"],
])("%s was probably meant to be %s", (word, meant) => {
  expect(findNearest(word, known)).toBe(meant);
});

test("a word that is like none has no nearest", () => {
  expect(findNearest("imagenet", known)).toBeUndefined();
  expect(findNearest("anything", [])).toBeUndefined();
});
