/**
 * Makes hidden units outputs of a file, by adding to its end: what protobuf reads twice it joins, so that nothing of the file
 * itself is read and written again, and nothing in it is lost.
 *
 * @module
 */
import { attributes } from "../model/attributes.js";
import { encodeModel, FLOAT, type GraphProto, INT64, type NodeProto, type TensorProto } from "../model/schema.js";
import type { UnitTensor } from "./find-units.js";
import type { Quantization } from "./quantized.js";

/** Since which version of the operators a reduction's axes are an input rather than a setting. */
const AXES_ARE_INPUT = 18;

/** Since which version of the operators a slice's bounds are inputs. */
const SLICE_TAKES_INPUTS = 10;

/** An output that was added. */
export interface AddedOutput {
  readonly layer: string;
  /** Its name. */
  readonly output: string;
}

/** A file with more outputs than it had. */
export interface OpenedModel {
  readonly bytes: Uint8Array;
  readonly outputs: readonly AddedOutput[];
}

/** A tensor of units whose axes are known from a run. */
export interface PlacedUnits extends UnitTensor {
  /** How many axes it has: 2 or more, the first for images. */
  readonly rank: number;
  /** Of the units, from 1. */
  readonly axis: number;
}

/** Name of the added output with the class scores as float32. */
export const SCORES = "selectivity/scores";

/** Adds the shape of each layer's tensor, int64, and the class scores as float32. */
export function openShapes(file: Uint8Array, units: readonly UnitTensor[], scores: string): OpenedModel {
  const outputs = units.map(({ layer }, i) => ({ layer, output: `selectivity/shape/${i}` }));
  const node = units.map(({ tensor }, i) => createNode("Shape", [tensor], outputs[i]?.output ?? ""));
  return extendFile(file, { node: [...node, castToFloat(scores, SCORES)] }, outputs);
}

/** Outputs that show constants: by the constant's name, those with its shape and its first number. */
export interface OpenedConstants {
  readonly bytes: Uint8Array;
  readonly outputs: readonly { readonly tensor: string; readonly shape: string; readonly first: string }[];
}

/** Adds the shape, int64, and the first number, float32, of constants that nodes compute. @param opset of the file. */
export function openConstants(file: Uint8Array, tensors: readonly string[], opset: number): OpenedConstants {
  const integers = (name: string, ...values: number[]): TensorProto => ({
    ...{ name: `selectivity/constant/${name}`, dims: [values.length], dataType: INT64, int64Data: values },
  });
  const [flat, start, end] = [integers("flat", -1), integers("start", 0), integers("end", 1)];
  const names = (...constants: TensorProto[]) => constants.map(({ name = "" }) => name);
  const outputs = tensors.map((tensor, i) => {
    const base = `selectivity/constant/${i}`;
    return { tensor, shape: `${base}/shape`, first: `${base}/first` };
  });
  const node = outputs.flatMap(({ tensor, shape, first }) => {
    const cast = castToFloat(tensor, `${first}/float32`);
    const row = createNode("Reshape", [...cast.output, ...names(flat)], `${first}/flat`);
    const slice =
      opset < SLICE_TAKES_INPUTS
        ? createNode("Slice", row.output, first, { starts: [0], ends: [1] })
        : createNode("Slice", [...row.output, ...names(start, end)], first);
    return [createNode("Shape", [tensor], shape), cast, row, slice];
  });
  const added = outputs.flatMap(({ shape, first }) => [shape, first]);
  return { bytes: appendGraph(file, { node, initializer: [flat, start, end] }, added), outputs };
}

/**
 * Adds the means `[N, U]` over all axes but those of images and units, that is over space or over tokens, and the class scores.
 *
 * Whatever the element type of a layer is, its numbers are float32 before they are averaged: a mean in halves would round, and
 * overflow from 65,504 on.
 *
 * @param opset of the file.
 */
export function openMeans(file: Uint8Array, units: readonly PlacedUnits[], scores: string, opset: number): OpenedModel {
  const outputs = units.map(({ layer }, i) => ({ layer, output: `selectivity/mean/${i}` }));
  const initializer: TensorProto[] = [];
  const node = units.flatMap(({ tensor: made, quantization, rank, axis: ofUnits }, i) => {
    const output = outputs[i]?.output ?? "";
    const before = quantization ? [dequantize(made, quantization, `${output}/dequantized`)] : [];
    const tensor = before[0]?.output[0] ?? made;
    if (rank === 2) return [...before, castToFloat(tensor, output)];
    const cast = castToFloat(tensor, `${output}/float32`);
    const axes = Array.from({ length: rank - 1 }, (_, axis) => axis + 1).filter((axis) => axis !== ofUnits);
    if (opset < AXES_ARE_INPUT)
      return [...before, cast, createNode("ReduceMean", cast.output, output, { axes, keepdims: 0 })];
    const name = `${output}/axes`;
    initializer.push({ name, dims: [axes.length], dataType: INT64, int64Data: axes });
    return [...before, cast, createNode("ReduceMean", [...cast.output, name], output, { keepdims: 0 })];
  });
  return extendFile(file, { node: [...node, castToFloat(scores, SCORES)], initializer }, outputs);
}

/** The numbers that quantized ones stand for. */
function dequantize(tensor: string, { scale, zeroPoint, domain }: Quantization, output: string): NodeProto {
  const inputs = [tensor, scale, ...(zeroPoint === "" ? [] : [zeroPoint])];
  return { ...createNode("DequantizeLinear", inputs, output), ...(domain && { domain }) };
}

/** Of float32 this changes nothing, and ONNX Runtime leaves it out. */
function castToFloat(tensor: string, output: string): NodeProto {
  return createNode("Cast", [tensor], output, { to: FLOAT });
}

function createNode(
  opType: string,
  input: string[],
  output: string,
  settings: Parameters<typeof attributes>[0] = {},
): NodeProto {
  return { name: output, opType, input, output: [output], attribute: attributes(settings) };
}

function extendFile(
  file: Uint8Array,
  addition: Pick<GraphProto, "node"> & Partial<GraphProto>,
  outputs: readonly AddedOutput[],
): OpenedModel {
  return { bytes: appendGraph(file, addition, [...outputs.map(({ output }) => output), SCORES]), outputs };
}

function appendGraph(
  file: Uint8Array,
  { node, initializer = [] }: Pick<GraphProto, "node"> & Partial<GraphProto>,
  outputs: readonly string[],
): Uint8Array {
  const output = outputs.map((name) => ({ name }));
  return Buffer.concat([file, encodeModel({ graph: { node, initializer, input: [], output } })]);
}
