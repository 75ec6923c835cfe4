/**
 * What moves numbers without changing them. The first axis is the images', and stays open.
 *
 * @module
 */

import { tensor } from "@selectivity-lab/torch";
import { TranslationError } from "../error.js";
import {
  type CallContext,
  readName,
  readNumber,
  readNumbers,
  readTensor,
  resolveAxis,
  type Translation,
} from "./translation.js";

/** In a Reshape: the size of the same axis of its input. */
const AS_BEFORE = 0;

function reshaped(call: CallContext, shape: readonly number[]): string {
  const [first, ...rest] = shape;
  const { shape: before } = readTensor(call, "self");
  const ofImage = before.slice(1).reduce((product, size) => product * size, 1);
  const keepsImages =
    first === -1 ? rest.reduce((product, size) => product * size, 1) === ofImage : first === call.images;
  if (before[0] !== call.images || !keepsImages)
    throw new TranslationError(
      call.operator,
      `only where the first axis stays the images', got [${before.join(", ")}] to [${shape.join(", ")}]`,
    );
  return call.writer.node("Reshape", [readName(call, "self"), call.writer.integers([AS_BEFORE, ...rest])]);
}

const reshape: Translation = (call) => reshaped(call, (call.inputs.shape ?? call.inputs.size) as number[]);

const flatten: Translation = (call) => {
  const { shape } = readTensor(call, "self");
  const [start, end] = [readNumber(call, "start_dim", 0), readNumber(call, "end_dim", -1)].map((axis) =>
    resolveAxis(axis, shape.length),
  ) as [number, number];
  if (start === 1 && end === shape.length - 1)
    return call.writer.node("Flatten", [readName(call, "self")], { attributes: { axis: 1 } });
  const joined = shape.slice(start, end + 1).reduce((product, size) => product * size, 1);
  return reshaped(call, [...shape.slice(0, start), joined, ...shape.slice(end + 1)]);
};

function transposed(call: CallContext, perm: readonly number[]): string {
  return call.writer.node("Transpose", [readName(call, "self")], { attributes: { perm } });
}

const permute: Translation = (call) => {
  const order = call.inputs.dims as number[];
  return transposed(
    call,
    order.map((axis) => resolveAxis(axis, order.length)),
  );
};

const transpose: Translation = (call) => {
  const { length: rank } = readTensor(call, "self").shape;
  const [a, b] = ["dim0", "dim1"].map((name) => resolveAxis(readNumber(call, name, 0), rank)) as [number, number];
  return transposed(
    call,
    [...Array(rank).keys()].map((axis) => (axis === a ? b : axis === b ? a : axis)),
  );
};

const withAxes =
  (opType: string): Translation =>
  (call) =>
    call.writer.node(opType, [readName(call, "self"), call.writer.integers([readNumber(call, "dim", 0)])]);

const cat: Translation = (call) =>
  call.writer.node(
    "Concat",
    (call.inputs.tensors as Parameters<typeof call.values.of>[0][]).map((part) => call.values.of(part)),
    { attributes: { axis: readNumber(call, "dim", 0) } },
  );

/** libtorch counts the pads from the last axis to the first, ONNX all beginnings and then all ends. */
const pad: Translation = (call) => {
  const { length: rank } = readTensor(call, "self").shape;
  const pads = readNumbers(call, "pad", 1, []);
  const at = (axis: number, end: 0 | 1) => pads[2 * (rank - 1 - axis) + end] ?? 0;
  const ends = ([0, 1] as const).flatMap((end) => Array.from({ length: rank }, (_, axis) => at(axis, end)));
  const value = call.values.of(tensor(readNumber(call, "value", 0)));
  return call.writer.node("Pad", [readName(call, "self"), call.writer.integers(ends), value]);
};

function sliced(call: CallContext, axis: number, start: number, end: number, step = 1): string {
  const integers = [start, end, axis, step].map((value) => call.writer.integers([value]));
  return call.writer.node("Slice", [readName(call, "self"), ...integers]);
}

/** To the end where no end is named; ONNX Runtime cuts it to the axis. */
const slice: Translation = (call) =>
  sliced(
    call,
    readNumber(call, "dim", 0),
    readNumber(call, "start", 0),
    Math.min(readNumber(call, "end", Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER),
    readNumber(call, "step", 1),
  );

const narrow: Translation = (call) => {
  const start = readNumber(call, "start", 0);
  return sliced(call, readNumber(call, "dim", 0), start, start + readNumber(call, "length", 0));
};

/** By the operators' names. */
export const shapes: Readonly<Record<string, Translation>> = {
  "aten::flatten.using_ints": flatten,
  "aten::reshape": reshape,
  "aten::view": reshape,
  "aten::permute": permute,
  "aten::transpose.int": transpose,
  "aten::unsqueeze": withAxes("Unsqueeze"),
  "aten::squeeze.dim": withAxes("Squeeze"),
  "aten::cat": cat,
  "aten::constant_pad_nd": pad,
  "aten::slice.Tensor": slice,
  "aten::narrow": narrow,
};
