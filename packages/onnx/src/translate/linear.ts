/**
 * Convolutions, linear layers and products of matrices.
 *
 * @module
 */
import { TranslationError } from "../error.js";
import { readName, readNames, readNumber, readNumbers, readTensor, type Translation } from "./translation.js";

const conv2d: Translation = (call) => {
  const [padding, stride, dilation] = ["padding", "stride", "dilation"].map((name, i) =>
    readNumbers(call, name, 2, i === 0 ? [0, 0] : [1, 1]),
  ) as [number[], number[], number[]];
  return call.writer.node("Conv", readNames(call, "input", "weight", "bias"), {
    attributes: {
      kernel_shape: readTensor(call, "weight").shape.slice(2),
      strides: stride,
      pads: [...padding, ...padding],
      dilations: dilation,
      group: readNumber(call, "groups", 1),
    },
    name: call.values.ownerOf(readTensor(call, "weight")),
  });
};

/** With 3 × 3 kernels, stride 1 and padding 1: the same function, however it is computed. */
const convolve3x3: Translation = (call) =>
  call.writer.node("Conv", readNames(call, "x", "weight", "bias"), {
    attributes: { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: 1 },
    name: call.values.ownerOf(readTensor(call, "weight")),
  });

/** `x · weightᵀ + bias`. */
const linear: Translation = (call) => {
  const weight = readTensor(call, "weight");
  const name = call.values.ownerOf(weight);
  if (readTensor(call, "input").shape.length === 2)
    return call.writer.node("Gemm", readNames(call, "input", "weight", "bias"), { attributes: { transB: 1 }, name });
  const transposed = call.writer.node("Transpose", [call.values.of(weight)], { attributes: { perm: [1, 0] } });
  const product = call.writer.node("MatMul", [readName(call, "input"), transposed], { name });
  const [bias] = readNames(call, "bias");
  return bias === undefined ? product : call.writer.node("Add", [product, bias]);
};

const addmm: Translation = (call) =>
  call.writer.node("Gemm", readNames(call, "mat1", "mat2", "self"), {
    attributes: { alpha: { float: readNumber(call, "alpha", 1) }, beta: { float: readNumber(call, "beta", 1) } },
  });

const matmul: Translation = (call) => {
  const [left, right] = [
    readTensor(call, "self"),
    "other" in call.inputs ? readTensor(call, "other") : readTensor(call, "mat2"),
  ];
  if (left.shape.length < 2 || right.shape.length < 2) throw new TranslationError(call.operator, "only for matrices");
  return call.writer.node("MatMul", [call.values.of(left), call.values.of(right)]);
};

/** By the operators' names. */
export const linearAlgebra: Readonly<Record<string, Translation>> = {
  "aten::conv2d": conv2d,
  "selectivity::convolve_3x3": convolve3x3,
  "aten::linear": linear,
  "aten::addmm": addmm,
  "aten::matmul": matmul,
  "aten::mm": matmul,
  "aten::bmm": matmul,
};
