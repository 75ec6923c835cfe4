/**
 * What is done to each number by itself, or to pairs of them.
 *
 * @module
 */

import { full, tensor } from "@selectivity-lab/torch";
import { TranslationError } from "../error.js";
import { type CallContext, readName, readNumber, readTensor, requireFlag, type Translation } from "./translation.js";

const unary =
  (opType: string): Translation =>
  (call) =>
    call.writer.node(opType, [readName(call, "self")]);

/** The second of a pair: a tensor, or a number that becomes one. */
function other(call: CallContext): string {
  const value = call.inputs.other;
  return typeof value === "number" ? call.values.of(full([], value)) : readName(call, "other");
}

const binary =
  (opType: string): Translation =>
  (call) => {
    if (readNumber(call, "alpha", 1) !== 1) throw new TranslationError(call.operator, "only for alpha = 1");
    return call.writer.node(opType, [readName(call, "self"), other(call)]);
  };

/** Limits values; either limit may be missing. */
function clip(call: CallContext, bounds: readonly unknown[]): string {
  const names = bounds.map((value) => (typeof value === "number" ? call.values.of(tensor(value)) : ""));
  while (names.at(-1) === "") names.pop();
  return call.writer.node("Clip", [readName(call, "self"), ...names]);
}

const clamp: Translation = (call) => clip(call, [call.inputs.min, call.inputs.max]);

const hardtanh: Translation = (call) => clip(call, [readNumber(call, "min_val", -1), readNumber(call, "max_val", 1)]);

const softmax =
  (opType: string): Translation =>
  (call) =>
    call.writer.node(opType, [readName(call, "self")], { attributes: { axis: readNumber(call, "dim", -1) } });

/** Nothing is done to values, only to where or how they lie in memory. */
const same: Translation = (call) => call.values.of(readTensor(call, "self" in call.inputs ? "self" : "input"));

const dropout: Translation = (call) => {
  requireFlag(call, "train", false);
  return same(call);
};

const to: Translation = (call) => {
  const { dtype } = readTensor(call, "self");
  if ((call.inputs.dtype ?? dtype) === dtype) return same(call);
  throw new TranslationError(call.operator, `only to the same dtype, got ${dtype} to ${call.inputs.dtype}`);
};

/** By the operators' names. */
export const elementwise: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(
    ["Relu", "Sigmoid", "Tanh", "Exp", "Log", "Sqrt", "Abs", "Neg"].map((op) => [
      `aten::${op.toLowerCase()}`,
      unary(op),
    ]),
  ),
  ...Object.fromEntries(
    ["Add", "Sub", "Mul", "Div"].flatMap((op) =>
      ["Tensor", "Scalar"].map((overload) => [`aten::${op.toLowerCase()}.${overload}`, binary(op)]),
    ),
  ),
  "aten::clamp": clamp,
  "aten::hardtanh": hardtanh,
  "aten::relu6": (call) => clip(call, [0, 6]),
  "aten::softmax.int": softmax("Softmax"),
  "aten::log_softmax.int": softmax("LogSoftmax"),
  "aten::dropout": dropout,
  "aten::feature_dropout": dropout,
  "aten::to.device": to,
  "aten::contiguous": same,
  "aten::clone": same,
  "aten::detach": same,
};
