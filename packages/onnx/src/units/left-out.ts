/**
 * Says which nonlinearities are not a layer of units of their own, and why.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import { findActivation } from "./activations.js";
import { readBounds } from "./bounds.js";
import { isGate } from "./gates.js";
import type { GraphIndex } from "./graph-index.js";
import { isInsideOfSqueeze } from "./squeeze-and-excitation.js";

/** A layer that is not among the units, and why. */
export interface LeftOut {
  readonly layer: string;
  readonly why: string;
}

/** Operators whose outputs are ≥ 0 and not above their inputs, where the inputs are ≥ 0. */
const KEEP_SIGN = new Set(
  (
    "MaxPool AveragePool GlobalAveragePool GlobalMaxPool ReduceMean ReduceMax " +
    "Concat Identity Cast CastLike Dropout Reshape Flatten Squeeze Unsqueeze Transpose"
  ).split(" "),
);

/** Why a nonlinearity is left out; undefined where it is a layer. @param node its last, or only one. */
export function reasonToLeaveOut(node: NodeProto, index: GraphIndex): string | undefined {
  if (isGate(node, index)) return `its ${node.opType} only scales another tensor`;
  if (isInsideOfSqueeze(node, index))
    return "inside of squeeze-and-excitation, on pooled maps and read by a gate alone";
  if (rectifies(node, index) && isNeverNegative(node.input[0] ?? "", index) && !caps(node, index))
    return "what goes in is never negative already, and counts where it is made";
  return undefined;
}

/** Whether a nonlinearity leaves numbers ≥ 0 as they are, up to an upper limit that it may have. */
function rectifies(node: NodeProto, index: GraphIndex): boolean {
  const bounds = readBounds(node, index);
  return bounds ? bounds.low === 0 : node.opType === "LeakyRelu" || node.opType === "PRelu";
}

/** Whether a node has an upper limit that what goes in may exceed. */
function caps(node: NodeProto, index: GraphIndex): boolean {
  const bounds = readBounds(node, index);
  return bounds !== undefined && upperBound(bounds.input, index) > bounds.high;
}

/** A number that a tensor does not exceed. */
function upperBound(tensor: string, index: GraphIndex): number {
  const maker = index.maker(tensor);
  if (!maker) return Number.POSITIVE_INFINITY;
  const bounds = readBounds(maker, index);
  if (bounds) return Math.min(bounds.high, upperBound(bounds.input, index));
  if (maker.opType === "Sigmoid" || maker.opType === "HardSigmoid") return 1;
  if (!KEEP_SIGN.has(maker.opType)) return Number.POSITIVE_INFINITY;
  const inputs = maker.opType === "Concat" ? maker.input : maker.input.slice(0, 1);
  return Math.max(...inputs.map((input) => upperBound(input, index)));
}

/** Whether a tensor is the output of a layer that is never negative, perhaps pooled. A sum of two such is a new layer. */
function isNeverNegative(tensor: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (!maker) return false;
  if (findActivation(maker, index)?.mayBeNegative === false) return true;
  const inputs = maker.opType === "Concat" ? maker.input : maker.input.slice(0, 1);
  return KEEP_SIGN.has(maker.opType) && inputs.every((input) => isNeverNegative(input, index));
}
