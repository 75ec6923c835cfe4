/**
 * Nonlinearities that are no layer of units of their own, and why.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import { bound, findActivation } from "./activations.js";
import { isGate } from "./gates.js";
import type { GraphIndex } from "./graph-index.js";
import { isInsideOfSqueeze } from "./squeeze-and-excitation.js";

/** Hand on what is ≥ 0, or some of it, or its means. */
const KEEP_SIGN = new Set(
  (
    "MaxPool AveragePool GlobalAveragePool GlobalMaxPool ReduceMean ReduceMax " +
    "Concat Identity Cast Dropout Reshape Flatten Squeeze Unsqueeze Transpose"
  ).split(" "),
);

/** Why a nonlinearity is left out; undefined where it is a layer. @param node its last, or only one. */
export function reasonToLeaveOut(node: NodeProto, index: GraphIndex): string | undefined {
  if (isGate(node, index)) return `its ${node.opType} only scales another tensor`;
  if (isInsideOfSqueeze(node, index))
    return "inside of squeeze-and-excitation, on pooled maps and read by a gate alone";
  if (rectifies(node, index) && isNeverNegative(node.input[0] ?? "", index))
    return "what goes in is never negative already, and counts where it is made";
  return undefined;
}

/** Whether a nonlinearity does nothing to what is ≥ 0, but perhaps bound it. */
function rectifies(node: NodeProto, index: GraphIndex): boolean {
  if (node.opType === "Clip") return bound(node, "min", index) === 0;
  return node.opType === "Relu" || node.opType === "LeakyRelu" || node.opType === "PRelu";
}

/** Whether a tensor is the output of a layer that is never negative, perhaps pooled. A sum of two such is a layer anew. */
function isNeverNegative(tensor: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (!maker) return false;
  if (findActivation(maker, index)?.mayBeNegative === false) return true;
  const inputs = maker.opType === "Concat" ? maker.input : maker.input.slice(0, 1);
  return KEEP_SIGN.has(maker.opType) && inputs.every((input) => isNeverNegative(input, index));
}
