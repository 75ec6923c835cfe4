/**
 * The inside of squeeze-and-excitation: a nonlinearity on whole maps pooled to one number each, of which nothing but a gate is
 * made. It says how strongly channels count, and is in no layer's way to the next.
 *
 *     maps → mean over space → linear → **nonlinearity** → linear → gate, which scales the maps
 *
 * Source: Hu, Shen & Sun 2018, arXiv:1709.01507.
 * @module
 */
import { integers } from "../model/attributes.js";
import type { NodeProto } from "../model/schema.js";
import { isGate } from "./gates.js";
import type { GraphIndex } from "./graph-index.js";

/** Linear operators, and those that give or take the same numbers in a different form. */
const LINEAR = new Set(
  (
    "Conv Gemm MatMul Add BatchNormalization QuantizeLinear DequantizeLinear QLinearConv QLinearMatMul QGemm " +
    "Identity Cast CastLike Dropout Reshape Flatten Squeeze Unsqueeze Transpose Gather GatherND GatherElements Slice Expand"
  ).split(" "),
);

const POOLS = new Set(["GlobalAveragePool", "GlobalMaxPool", "QLinearGlobalAveragePool"]);

/** Steps of a nonlinearity that is written out. */
const NONLINEAR = new Set(["Mul", "Div", "Sigmoid", "HardSigmoid", "Clip", "Max", "Min", "Erf", "Tanh"]);

/** Whether a nonlinearity is one of these. @param node its last, or only one. */
export function isInsideOfSqueeze(node: NodeProto, index: GraphIndex): boolean {
  return leadsToGates(node.output[0] ?? "", index) && comesFromPooled(node, index);
}

function leadsToGates(tensor: string, index: GraphIndex): boolean {
  const readers = index.readers(tensor);
  if (readers.length === 0 || index.comesOut(tensor)) return false;
  return readers.every(
    (reader) => isGate(reader, index) || (LINEAR.has(reader.opType) && leadsToGates(reader.output[0] ?? "", index)),
  );
}

function comesFromPooled(node: NodeProto, index: GraphIndex): boolean {
  return index.variable(node).some((tensor) => {
    const maker = index.maker(tensor);
    if (!maker) return false;
    if (POOLS.has(maker.opType)) return true;
    if (maker.opType === "ReduceMean" || maker.opType === "ReduceMax") return reducesMaps(maker, index);
    return (LINEAR.has(maker.opType) || NONLINEAR.has(maker.opType)) && comesFromPooled(maker, index);
  });
}

/** Over more than one axis: over one it is a mean of channels, or of tokens. */
function reducesMaps(node: NodeProto, index: GraphIndex): boolean {
  const axes = integers(node, "axes")?.length ?? index.constantShape(node.input[1] ?? "")?.[0] ?? 0; // an input from opset 18
  return axes > 1;
}
