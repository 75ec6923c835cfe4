/**
 * Batch norm in evaluation, alone and as our fused operator.
 *
 * @module
 */
import {
  type CallContext,
  readName,
  readNames,
  readNumber,
  readTensor,
  requireFlag,
  type Translation,
} from "./translation.js";

function batchNorm(call: CallContext, input: string): string {
  requireFlag(call, "training", false);
  return call.writer.node(
    "BatchNormalization",
    [readName(call, input), ...["weight", "bias", "running_mean", "running_var"].map((name) => readName(call, name))],
    {
      attributes: { epsilon: { float: readNumber(call, "eps", 1e-5) } },
      name: call.values.ownerOf(readTensor(call, "weight")),
    },
  );
}

/** `relu(batch norm + residual)`, and its spatial means. */
const bnAct: Translation = (call) => {
  const normalised = batchNorm(call, "x" in call.inputs ? "x" : "input");
  const [residual] = readNames(call, "residual");
  const sum = residual === undefined ? normalised : call.writer.node("Add", [normalised, residual]);
  const activation = call.writer.node("Relu", [sum]);
  return [activation, call.writer.node("ReduceMean", [activation], { attributes: { axes: [2, 3], keepdims: 0 } })];
};

/** By the operators' names. */
export const normalisations: Readonly<Record<string, Translation>> = {
  "aten::batch_norm": (call) => batchNorm(call, "input"),
  "selectivity::bn_act": bnAct,
};
