/**
 * Pools, means and sums.
 *
 * @module
 */

import { type Tensor, tensor } from "@selectivity-lab/torch";
import { TranslationError } from "../error.js";
import {
  type CallContext,
  readName,
  readNumbers,
  readTensor,
  requireFlag,
  resolveAxis,
  type Translation,
} from "./translation.js";

/** What the two pools have in common. */
function pool(call: CallContext, opType: string, more: Readonly<Record<string, number | readonly number[]>>): string {
  const kernel = readNumbers(call, "kernel_size", 2, []);
  const padding = readNumbers(call, "padding", 2, [0, 0]);
  const strides = readNumbers(call, "stride", 2, kernel);
  requireFlag(call, "ceil_mode", false);
  return call.writer.node(opType, [readName(call, "self")], {
    attributes: { kernel_shape: kernel, strides, pads: [...padding, ...padding], ...more },
  });
}

const maxPool2d: Translation = (call) => pool(call, "MaxPool", { dilations: readNumbers(call, "dilation", 2, [1, 1]) });

const avgPool2d: Translation = (call) => {
  if (call.inputs.divisor_override != null)
    throw new TranslationError(call.operator, "divisor_override is not supported");
  return pool(call, "AveragePool", { count_include_pad: call.inputs.count_include_pad === false ? 0 : 1 });
};

const adaptiveAvgPool2d: Translation = (call) => {
  const [height = 0, width = 0] = readTensor(call, "self").shape.slice(2);
  const [rows = 0, columns = 0] = readNumbers(call, "output_size", 2, []);
  const name = readName(call, "self");
  if (rows === 1 && columns === 1) return call.writer.node("GlobalAveragePool", [name]);
  if (height % rows !== 0 || width % columns !== 0) {
    const down = call.values.of(meansOfParts(rows, height));
    const across = call.values.of(meansOfParts(columns, width).transpose(0, 1));
    return call.writer.node("MatMul", [down, call.writer.node("MatMul", [name, across])]);
  }
  const kernel = [height / rows, width / columns];
  return call.writer.node("AveragePool", [name], { attributes: { kernel_shape: kernel, strides: kernel } });
};

/**
 * Pooling along one axis as a product with a matrix `[parts, size]`: parts that differ in size or overlap are no window of a pool.
 * Part i goes from ⌊i · size / parts⌋ to ⌈(i + 1) · size / parts⌉, as in PyTorch.
 */
function meansOfParts(parts: number, size: number): Tensor {
  return tensor(
    Array.from({ length: parts }, (_, part) => {
      const [start, end] = [Math.floor((part * size) / parts), Math.ceil(((part + 1) * size) / parts)];
      return Array.from({ length: size }, (_, place) => (place >= start && place < end ? 1 / (end - start) : 0));
    }),
  );
}

/** Over axes: as a setting, or for sums (since opset 13) as a tensor. */
const reduce =
  (opType: string, axesAre: "setting" | "tensor" = "setting"): Translation =>
  (call) => {
    const { length: rank } = readTensor(call, "self").shape;
    const axes = readNumbers(call, "dim", 1, [...Array(rank).keys()]).map((axis) => resolveAxis(axis, rank));
    const keepdims = call.inputs.keepdim === true ? 1 : 0;
    const from = readName(call, "self");
    if (axesAre === "setting") return call.writer.node(opType, [from], { attributes: { axes, keepdims } });
    return call.writer.node(opType, [from, call.writer.integers(axes)], { attributes: { keepdims } });
  };

/** By the operators' names. */
export const reductions: Readonly<Record<string, Translation>> = {
  "aten::max_pool2d": maxPool2d,
  "aten::avg_pool2d": avgPool2d,
  "aten::adaptive_avg_pool2d": adaptiveAvgPool2d,
  "aten::mean.dim": reduce("ReduceMean"),
  "aten::amax": reduce("ReduceMax"),
  "aten::amin": reduce("ReduceMin"),
  "aten::sum.dim_IntList": reduce("ReduceSum", "tensor"),
};
