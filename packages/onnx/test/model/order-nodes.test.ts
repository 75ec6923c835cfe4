import { expect, test } from "vitest";
import { orderNodes } from "../../src/model/order-nodes.js";
import { node } from "../support.js";

const [a, b, c] = [node("Relu", ["images"], "a"), node("Relu", ["a"], "b"), node("Add", ["a", "b"], "c")];

test("nodes stand behind those whose outputs they read", () => {
  expect(orderNodes([c, b, a])).toEqual([a, b, c]);
  expect(orderNodes([b, c, a])).toEqual([a, b, c]);
});

test("nodes that are in order, or in a circle, stay as they are", () => {
  const other = node("Relu", ["images"], "z");
  expect(orderNodes([a, other, b, c])).toEqual([a, other, b, c]);
  const circle = [node("Relu", ["y"], "x"), node("Relu", ["x"], "y")];
  expect(orderNodes(circle)).toBe(circle);
});
