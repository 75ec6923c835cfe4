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
import { rectifiesByZeroPoint } from "./quantized.js";
import { reasonsToLeaveOut } from "./reasons.js";
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
    "QLinearAveragePool QLinearGlobalAveragePool QLinearReduceMean QLinearConcat QuantizeLinear DequantizeLinear " +
    "Concat Identity Cast CastLike Dropout Reshape Flatten Squeeze Unsqueeze Transpose"
  ).split(" "),
);

/** Likewise, of parts of a tensor, of more of the same numbers, and of products with gates. */
const KEEP_SIGN_IN_PARTS = new Set([
  ...KEEP_SIGN,
  ...["NhwcMaxPool", "Slice", "Split", "Gather", "Pad", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth"],
  ...["Expand", "Tile", "Softmax", "QLinearSoftmax", "Mul", "QLinearMul"],
]);

/** What is done to images before the first layer. */
const SCALES = new Set(
  "Add Sub Mul Div Identity Cast CastLike Transpose Reshape Unsqueeze Squeeze QuantizeLinear DequantizeLinear".split(
    " ",
  ),
);

/** Why a nonlinearity is left out; undefined where it is a layer. @param node its last, or only one. */
export function reasonToLeaveOut(node: NodeProto, index: GraphIndex): string | undefined {
  if (isGate(node, index)) return reasonsToLeaveOut.gate.says(node.opType);
  if (isInsideOfSqueeze(node, index)) return reasonsToLeaveOut.squeeze.says();
  if (rectifies(node, index) && isNeverNegative(node.input[0] ?? "", index) && !caps(node, index))
    return reasonsToLeaveOut.rectifiedBefore.says();
  if (rectifiesByZeroPoint(node, index) && isSumOfNonNegative(node, index))
    return reasonsToLeaveOut.quantizedSum.says();
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
  return Math.max(...inputsOf(maker, index).map((input) => upperBound(input, index)));
}

/** Whether a tensor is the output of a layer that is never negative, perhaps pooled. A sum of two such is a new layer. */
function isNeverNegative(tensor: string, index: GraphIndex, handsOn = KEEP_SIGN): boolean {
  const maker = index.maker(tensor);
  if (!maker) return false;
  if (findActivation(maker, index)?.mayBeNegative === false) return true;
  return handsOn.has(maker.opType) && inputsOf(maker, index).every((input) => isNeverNegative(input, index, handsOn));
}

/** The tensors whose numbers a node hands on. */
function inputsOf(maker: NodeProto, index: GraphIndex): readonly string[] {
  if (["QLinearConcat", "Mul", "QLinearMul"].includes(maker.opType)) return index.variable(maker);
  return maker.opType === "Concat" ? maker.input : maker.input.slice(0, 1);
}

/**
 * Whether a node only gives numbers another scale: those of the images, or of a layer that is never negative anyway. Its zero point
 * says nothing then.
 */
export function isRequantized(node: NodeProto, index: GraphIndex): boolean {
  const [input = ""] = node.input;
  return (
    node.opType === "QuantizeLinear" && (isNeverNegative(input, index, KEEP_SIGN_IN_PARTS) || isOfImages(input, index))
  );
}

/** Whether nothing but constants and other forms stands between a tensor and the images. */
function isOfImages(tensor: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (!maker) return true;
  const [input, ...more] = index.variable(maker);
  return SCALES.has(maker.opType) && input !== undefined && more.length === 0 && isOfImages(input, index);
}

function isSumOfNonNegative(node: NodeProto, index: GraphIndex): boolean {
  const sum = node.opType === "QLinearAdd" ? node : index.maker(node.input[0] ?? "");
  if (sum?.opType !== "Add" && sum?.opType !== "QLinearAdd") return false;
  return index.variable(sum).every((tensor) => isNeverNegative(tensor, index));
}
