/**
 * Finds nonlinearities that are not in the lists, such as Abs, a square, or a maximum of two tensors: what a weighted layer reads is
 * followed back to where it is made. They are listed as left out, never dropped without a word.
 *
 * @module
 */
import type { NodeProto } from "../model/schema.js";
import type { GraphIndex } from "./graph-index.js";
import type { LeftOut } from "./left-out.js";
import { reasonsToLeaveOut } from "./reasons.js";

/** Layers with weights, and which of their inputs they read. */
const READERS = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul", "FusedConv", "FusedGemm", "FusedMatMul"]);

/** What hands numbers on, sums them, or scales them. */
const PASSES = new Set(
  (
    "Identity Cast CastLike Dropout Reshape Flatten Squeeze Unsqueeze Transpose Slice Split Gather Pad Resize Upsample Expand " +
    "DepthToSpace SpaceToDepth Concat Add Sub Neg QuantizeLinear DequantizeLinear MaxPool AveragePool GlobalAveragePool " +
    "GlobalMaxPool ReduceMean ReduceMax ReduceSum BatchNormalization InstanceNormalization GroupNormalization LayerNormalization"
  ).split(" "),
);

/** Nonlinear operators of one tensor, or of two. */
export const unknownOperators: readonly string[] = [
  ...["Abs", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh"],
  ...["Exp", "Log", "Sqrt", "Pow", "Reciprocal", "Sign", "Round", "Floor", "Ceil", "Max", "Min", "Where", "Hardmax"],
];

/** Those that a weighted layer reads. @param known nodes of the nonlinearities that were found. */
export function findUnknownNonlinearities(index: GraphIndex, known: ReadonlySet<NodeProto>): LeftOut[] {
  const found = new Set<NodeProto>();
  const seen = new Set<string>();
  const follow = (tensor: string): void => {
    const maker = index.maker(tensor);
    if (!maker || seen.has(tensor) || index.isConstant(tensor) || known.has(maker)) return;
    seen.add(tensor);
    const inputs = index.variable(maker);
    if (unknownOperators.includes(maker.opType) || isSquare(maker)) found.add(maker);
    else if (PASSES.has(maker.opType)) for (const input of inputs.filter((one) => isData(one, maker))) follow(input);
    else if (isScaled(maker, inputs)) follow(inputs[0] ?? "");
  };
  for (const node of index.graph.node) if (READERS.has(node.opType)) follow(node.input[0] ?? "");
  return index.graph.node
    .filter((node) => found.has(node))
    .map((node) => ({
      layer: node.name || (node.output[0] ?? ""),
      why: reasonsToLeaveOut.unknown.says(isSquare(node) ? "a square" : node.opType),
    }));
}

/** Whether an input holds what is handed on, not a shape or an index. */
function isData(input: string, { opType, input: all }: NodeProto): boolean {
  return opType === "Concat" || opType === "Add" || opType === "Sub" || input === all[0];
}

function isSquare({ opType, input }: NodeProto): boolean {
  return opType === "Mul" && input[0] === input[1];
}

function isScaled({ opType }: NodeProto, inputs: readonly string[]): boolean {
  return (opType === "Mul" || opType === "Div") && inputs.length === 1;
}
