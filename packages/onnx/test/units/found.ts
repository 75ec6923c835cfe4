/** Graphs in few words, and what is found in them. */
import type { GraphProto, NodeProto } from "../../src/model/schema.js";
import { findUnits } from "../../src/units/find-units.js";
import { node, number, smallModel } from "../support.js";

/** A graph of these nodes; its input is called images. */
export const graphOf = (nodes: NodeProto[], initializer: GraphProto["initializer"] = []): GraphProto => ({
  ...(smallModel().graph as GraphProto),
  node: nodes,
  initializer,
});

/** The layers of a graph: its names, a − before those that may be negative; and the reasons for those that are left out. */
export function found(nodes: NodeProto[], initializer: GraphProto["initializer"] = []) {
  const { units, leftOut } = findUnits(graphOf(nodes, initializer), "logits");
  return {
    units: units.map(({ layer, mayBeNegative }) => `${mayBeNegative ? "−" : ""}${layer}`),
    leftOut: Object.fromEntries(leftOut.map(({ layer, why }) => [layer, why])),
  };
}

/** Numbers by their names. */
export const constants = [
  number("half", 0.5),
  number("one", 1),
  number("three", 3),
  number("six", 6),
  number("zero", 0),
];

/** What is found behind a convolution x. */
export const written = (nodes: NodeProto[]) => found([node("Conv", ["images", "w"], "x"), ...nodes], constants);

/** `clip` is relu6(x + 3). */
export const relu6 = [node("Add", ["x", "three"], "x3"), node("Clip", ["x3", "zero", "six"], "clip")];
