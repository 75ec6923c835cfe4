import { describe, expect, test } from "vitest";
import type { GraphProto, NodeProto } from "../../src/model/schema.js";
import { findUnits } from "../../src/units/find-units.js";
import { node, weights } from "../support.js";
import { graphOf } from "./found.js";

describe("the axis of units", () => {
  const axis = (nodes: NodeProto[], initializer: GraphProto["initializer"] = []) =>
    findUnits(graphOf([...nodes, node("Relu", ["x"], "units")], initializer), "logits").units[0]?.axis;
  const w = weights("w", [6, 8]);

  test("is the second after a convolution, a batch norm or of the images themselves", () => {
    expect(axis([node("Conv", ["a", "w"], "x")])).toBe(1);
    expect(axis([node("Conv", ["a", "w"], "c"), node("Add", ["c", "skip"], "x")])).toBe(1);
    expect(axis([node("BatchNormalization", ["a"], "x")])).toBe(1);
    expect(axis([node("Abs", ["images"], "x")])).toBe(1);
    expect(axis([node("ReduceMean", ["images"], "x", { axes: [2, 3] })])).toBe(1);
    expect(axis([node("ReduceMean", ["images"], "x", { axes: [2, 3], keepdims: 0 })])).toBeUndefined();
  });

  test("is the last after a product with weights, or a layer norm", () => {
    expect(axis([node("MatMul", ["a", "w"], "p"), node("Add", ["bias", "p"], "x")], [w])).toBe(-1);
    expect(axis([node("LayerNormalization", ["a"], "x", { axis: -1 })])).toBe(-1);
    expect(axis([node("MatMul", ["a", "b"], "x")], [w])).toBeUndefined();
  });

  test("is where the scale or bias of a norm has its numbers", () => {
    const scaled = [node("Reshape", ["a", "shape"], "r"), node("Mul", ["r", "scale"], "x")];
    expect(axis(scaled, [weights("scale", [6, 1, 1])])).toBe(-3);
    expect(axis(scaled, [weights("scale", [6])])).toBe(-1);
    expect(axis(scaled, [weights("scale", [1])])).toBeUndefined();
  });

  test("moves with a transposition", () => {
    const order = { perm: [0, 2, 3, 1] };
    expect(axis([node("Conv", ["a", "w"], "c"), node("Transpose", ["c"], "x", order)])).toBe(3);
    const back = { perm: [0, 3, 1, 2] };
    expect(axis([node("MatMul", ["a", "w"], "p"), node("Transpose", ["p"], "x", back)], [w])).toBe(1);
  });

  test("is told by the next layer where those before do not", () => {
    const graph = graphOf([node("Relu", ["x"], "units"), node("MatMul", ["units", "w"], "p")], [w]);
    expect(findUnits(graph, "logits").units[0]?.axis).toBe(-1);
  });
});
