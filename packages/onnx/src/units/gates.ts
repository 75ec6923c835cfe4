/**
 * Recognizes gates: numbers from 0 to 1 that only scale another tensor, as in squeeze-and-excitation, and so are not units.
 *
 * A gate is a Sigmoid or a HardSigmoid, or one written by hand, `relu6(x + 3) / 6`: limits from 0 to a number, in one node or in two,
 * of a sum with one number.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import { readBounds, readJointBounds } from "./bounds.js";
import type { GraphIndex } from "./graph-index.js";

const SIGMOIDS = new Set(["Sigmoid", "HardSigmoid", "QLinearSigmoid"]);

/** Combined with one constant number, a gate is still a gate. */
const WITH_A_NUMBER = new Set(["Add", "Sub", "Mul", "Div", "Min", "Max"]);

/** Operators that move a gate's numbers, or repeat them. */
const FORMS = new Set(
  (
    "Identity Cast CastLike Reshape Flatten Squeeze Unsqueeze Expand Transpose Gather GatherND GatherElements Slice " +
    "QuantizeLinear DequantizeLinear"
  ).split(" "),
);

/** Whether a node has the form of a gate, whatever is done with it. */
export function looksLikeGate(node: NodeProto, index: GraphIndex): boolean {
  if (SIGMOIDS.has(node.opType)) return true;
  const bounds = readJointBounds(node, index);
  if (bounds?.low !== 0 || bounds.high === Number.POSITIVE_INFINITY) return false;
  const before = index.maker(bounds.input);
  return before?.opType === "Add" && before.input.some((tensor) => index.isScalar(tensor));
}

/** Whether a node is a gate that does nothing but scale something. */
export function isGate(node: NodeProto, index: GraphIndex): boolean {
  return looksLikeGate(node, index) && onlyScales(node.output[0] ?? "", index);
}

function onlyScales(tensor: string, index: GraphIndex): boolean {
  const readers = index.readers(tensor);
  if (readers.length === 0 || index.comesOut(tensor)) return false;
  return readers.every((reader) => {
    if ((reader.opType === "Mul" || reader.opType === "QLinearMul") && index.variable(reader).length === 2) return true;
    return (FORMS.has(reader.opType) || takesNumber(reader, index)) && onlyScales(reader.output[0] ?? "", index);
  });
}

/** Whether a node combines a tensor with one constant number, or limits it. */
export function takesNumber(node: NodeProto, index: GraphIndex): boolean {
  if (readBounds(node, index)) return true;
  return WITH_A_NUMBER.has(node.opType) && node.input.some((tensor) => index.isScalar(tensor));
}
