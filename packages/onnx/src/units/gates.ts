/**
 * Gates: numbers from 0 to 1 that only scale another tensor, as in squeeze-and-excitation, and so are no units.
 *
 * A gate is a Sigmoid or a HardSigmoid, or one written by hand, `relu6(x + 3) / 6`: a Clip from 0 up to a bound, or a Relu and a
 * Min, of a sum with one number.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import { bound } from "./activations.js";
import type { GraphIndex } from "./graph-index.js";

const SIGMOIDS = new Set(["Sigmoid", "HardSigmoid"]);

/** With one constant number: still the gate. */
const WITH_A_NUMBER = new Set(["Add", "Sub", "Mul", "Div", "Min"]);

/** Still the gate, one number for each of several. */
const FORMS = new Set(["Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Transpose"]);

/** Whether a node has the form of a gate, whatever is done with it. */
export function looksLikeGate(node: NodeProto, index: GraphIndex): boolean {
  if (SIGMOIDS.has(node.opType)) return true;
  if (node.opType === "Clip") {
    if (bound(node, "min", index) !== 0 || bound(node, "max", index) === undefined) return false;
  } else if (node.opType !== "Relu" || index.onlyReader(node.output[0] ?? "")?.opType !== "Min") return false;
  const before = index.maker(node.input[0] ?? "");
  return before?.opType === "Add" && before.input.some((tensor) => index.isScalar(tensor));
}

/** Whether a node is a gate, and nothing else is done with it than to scale something by it. */
export function isGate(node: NodeProto, index: GraphIndex): boolean {
  return looksLikeGate(node, index) && onlyScales(node.output[0] ?? "", index);
}

function onlyScales(tensor: string, index: GraphIndex): boolean {
  const readers = index.readers(tensor);
  if (readers.length === 0 || index.comesOut(tensor)) return false;
  return readers.every((reader) => {
    if (reader.opType === "Mul" && index.variable(reader).length === 2) return true;
    return (FORMS.has(reader.opType) || takesANumber(reader, index)) && onlyScales(reader.output[0] ?? "", index);
  });
}

/** Whether a node combines a tensor with one constant number. */
export function takesANumber({ opType, input }: NodeProto, index: GraphIndex): boolean {
  return WITH_A_NUMBER.has(opType) && input.some((tensor) => index.isScalar(tensor));
}
