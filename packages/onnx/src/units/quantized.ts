/**
 * Layers of quantized networks: numbers of eight or sixteen bits, which stand for `(q − zeroPoint) · scale`.
 *
 * Quantizers remove a rectifier where the numbers after it cannot be negative anyway: where the zero point is the lowest number of its
 * type, whatever is below 0 becomes 0. So such a node is a rectifier. Source: onnxruntime.quantization, QDQRemovableActivation.
 *
 * @module
 */
import { integer } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import type { GraphIndex } from "./graph-index.js";

/** Operators whose outputs are quantized, and which of their inputs is the scale of these; the zero point follows it. */
export const quantizedOperators: Readonly<Record<string, number>> = {
  QuantizeLinear: 1,
  QLinearConv: 6,
  QLinearMatMul: 6,
  QGemm: 7,
  QLinearAdd: 6,
  QLinearMul: 6,
  QLinearConcat: 0,
  QLinearSigmoid: 3,
  QLinearLeakyRelu: 3,
  QLinearSoftmax: 3,
  QLinearAveragePool: 3,
  QLinearGlobalAveragePool: 3,
  QLinearReduceMean: 3,
};

/** Of these, those that may have taken a rectifier's place. */
const MAY_RECTIFY = new Set(["QuantizeLinear", "QLinearConv", "QLinearMatMul", "QGemm", "QLinearAdd"]);

const LOWEST: Readonly<Record<string, number>> = { uint8: 0, uint16: 0, int8: -128, int16: -32768, uint4: 0, int4: -8 };

/** What turns quantized numbers into those that they stand for: names of tensors. */
export interface Quantization {
  readonly scale: string;
  /** Empty: 0. */
  readonly zeroPoint: string;
  /** Of the operator that turns them back. */
  readonly domain: string | undefined;
}

/** How a node's output is quantized; undefined where it is not. */
export function readQuantization({ opType, input, domain }: NodeProto): Quantization | undefined {
  const at = quantizedOperators[opType];
  const scale = at === undefined ? undefined : input[at];
  if (at === undefined || !scale) return undefined;
  return { scale, zeroPoint: input[at + 1] ?? "", domain: opType === "QuantizeLinear" ? domain : undefined };
}

/** Whether a node sets to 0 what is below it, since its numbers cannot be negative. */
export function rectifiesByZeroPoint(node: NodeProto, index: GraphIndex): boolean {
  const quantization = MAY_RECTIFY.has(node.opType) ? readQuantization(node) : undefined;
  if (!quantization) return false;
  if (node.opType === "QuantizeLinear" && !isLinear(node.input[0] ?? "", index)) return false;
  const { zeroPoint } = quantization;
  if (zeroPoint === "") return (integer(node, "output_dtype") ?? 0) === 0; // uint8, and 0
  return index.firstNumber(zeroPoint) === LOWEST[index.constantType(zeroPoint) ?? ""];
}

/** What a rectifier stands behind; numbers of anything else, such as pooled ones of SiLU, may be above 0 without it. */
const LINEAR = new Set([
  ...["Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub"],
  ...["BatchNormalization", "InstanceNormalization", "GroupNormalization", "LayerNormalization"],
]);

/** What may stand between. */
const BETWEEN = new Set(
  "MaxPool AveragePool Identity Cast Reshape Flatten Squeeze Unsqueeze Transpose Dropout Concat QuantizeLinear DequantizeLinear".split(
    " ",
  ),
);

/** Whether a tensor is a sum of products, perhaps pooled. */
function isLinear(tensor: string, index: GraphIndex): boolean {
  const maker = index.maker(tensor);
  if (!maker) return false;
  if (LINEAR.has(maker.opType)) return true;
  return BETWEEN.has(maker.opType) && index.variable(maker).some((input) => isLinear(input, index));
}

/** The quantized form of a tensor that is only read in this form: what the next layer reads. */
export function onlyQuantizedForm(tensor: string, index: GraphIndex): NodeProto | undefined {
  const reader = index.onlyReader(tensor);
  return reader?.opType === "QuantizeLinear" && reader.input[0] === tensor ? reader : undefined;
}
