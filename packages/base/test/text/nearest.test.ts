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

test.each(["imagenet", "emoji", ""])("nothing known is near to %j", (word) => {
  expect(findNearest(word, known)).toBeUndefined();
});

test("the first of several equally near words is suggested", () => {
  expect(findNearest("alpha3", ["alpha1", "alpha2"])).toBe("alpha1");
});
