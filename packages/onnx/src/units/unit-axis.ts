/**
 * Which axis of a tensor holds the units: channels stand second in maps `[N, C, H, W]`, last in tokens `[N, T, C]` and in maps
 * with channels last. No file says so; the weights nearby do.
 *
 *     a convolution, a batch norm, the images    second
 *     a product with weights, a layer norm       last
 *     a sum or product with weights              where these have more than one number
 *     a transposition                            moves it
 *
 * @module
 */
import { integer, integers } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import type { GraphIndex } from "./graph-index.js";

const SECOND = new Set(
  "Conv ConvTranspose ConvInteger FusedConv QLinearConv NhwcMaxPool NhwcConv NhwcFusedConv QLinearAveragePool QLinearGlobalAveragePool BatchNormalization InstanceNormalization GroupNormalization MaxPool AveragePool GlobalAveragePool GlobalMaxPool DepthToSpace".split(
    " ",
  ),
);

/** Keep the axes in their places. */
const KEEP_AXES = new Set(
  (
    "Add Sub Mul Div Pow Min Max Where Abs Neg Sqrt Exp Log Identity Cast CastLike QuantizeLinear DequantizeLinear Dropout Concat Slice Split Pad Resize Upsample LayerNormalization " +
    "QLinearAdd QLinearMul QLinearSigmoid QLinearLeakyRelu QLinearConcat " +
    "Relu Clip Sigmoid HardSigmoid Softplus ThresholdedRelu LeakyRelu PRelu Elu Selu Celu Tanh Softsign Erf Gelu Mish HardSwish Swish"
  ).split(" "),
);

const PRODUCTS = ["MatMul", "MatMulInteger", "Gemm", "FusedGemm", "FusedMatMul"];

/** Whose constants lie along the axes of what comes out. */
const WITH_WEIGHTS = new Set("Add Sub Mul Div PRelu Concat".split(" "));

/** The axis of a tensor's units: from 0, or negative and counted from the end; undefined where the graph does not tell. */
export function unitAxis(tensor: string, index: GraphIndex): number | undefined {
  return axisByMaker(tensor, index, new Set()) ?? axisByReaders(tensor, index);
}

function axisByMaker(tensor: string, index: GraphIndex, seen: Set<string>): number | undefined {
  if (seen.has(tensor)) return undefined;
  seen.add(tensor);
  const maker = index.maker(tensor);
  if (!maker) return index.graph.input.some(({ name }) => name === tensor) ? 1 : undefined;
  if (SECOND.has(maker.opType)) return channelAxis(maker);
  if (isProductWithWeights(maker, index) || isLayerNorm(maker)) return -1;
  if (maker.opType === "Transpose") return transposed(maker, axisByMaker(maker.input[0] ?? "", index, seen));
  if (!KEEP_AXES.has(maker.opType) && !isPooling(maker)) return undefined;
  const byInput = (input: string) => {
    if (!index.isConstant(input)) return axisByMaker(input, index, seen);
    return WITH_WEIGHTS.has(maker.opType) ? longAxis(input, index) : undefined;
  };
  return maker.input.map(byInput).find((axis) => axis !== undefined);
}

function axisByReaders(tensor: string, index: GraphIndex): number | undefined {
  for (const reader of index.readers(tensor)) {
    if (SECOND.has(reader.opType)) return channelAxis(reader);
    if (isProductWithWeights(reader, index) || isLayerNorm(reader)) return -1;
  }
  return undefined;
}

/** Of maps: ONNX Runtime's own forms of some operators keep channels last. */
function channelAxis(node: NodeProto): number {
  return integer(node, "channels_last") === 1 || node.opType.startsWith("Nhwc") ? -1 : 1;
}

function isProductWithWeights({ opType, input }: NodeProto, index: GraphIndex): boolean {
  if (opType === "QLinearMatMul" || opType === "QGemm") return index.isConstant(input[3] ?? "");
  return PRODUCTS.includes(opType) && index.isConstant(input[1] ?? "");
}

/** Leaves an axis of one where it pools. */
function isPooling(node: NodeProto): boolean {
  return (node.opType === "ReduceMean" || node.opType === "ReduceMax") && integer(node, "keepdims") !== 0;
}

/** Over the last axis alone. */
function isLayerNorm(node: NodeProto): boolean {
  return node.opType === "LayerNormalization" && (integer(node, "axis") ?? -1) === -1;
}

function transposed(node: NodeProto, axis: number | undefined): number | undefined {
  const order = integers(node, "perm") ?? [];
  if (axis === undefined || order.length === 0) return undefined;
  return order.indexOf(axis < 0 ? axis + order.length : axis);
}

/** The only axis along which a constant has more than one number, counted from the end. */
function longAxis(tensor: string, index: GraphIndex): number | undefined {
  const shape = index.constantShape(tensor) ?? [];
  const long = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  return long.length === 1 ? (long[0] as number) - shape.length : undefined;
}
