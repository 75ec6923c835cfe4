/**
 * Makes hidden units outputs of a file, by adding to its end: what protobuf reads twice it joins, so that nothing of the file
 * itself is read and written again, and nothing in it is lost.
 *
 * @module
 */
import { attributes } from "../model/attributes.js";
import { encodeModel, type GraphProto, INT64, type NodeProto, type TensorProto } from "../model/schema.js";
import type { UnitTensor } from "./find-units.js";

/** Since which version of the operators a reduction's axes are an input rather than a setting. */
const AXES_ARE_INPUT = 18;

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

/** Adds the shape of each layer's tensor, int64. */
export function openShapes(file: Uint8Array, units: readonly UnitTensor[]): OpenedModel {
  const outputs = units.map(({ layer }, i) => ({ layer, output: `selectivity/shape/${i}` }));
  const node = units.map(({ tensor }, i) => plain("Shape", [tensor], outputs[i]?.output ?? ""));
  return extended(file, { node }, outputs);
}

/**
 * Adds the means `[N, U]` over all axes but those of images and units: over space, or over tokens.
 *
 * @param opset of the file.
 */
export function openMeans(file: Uint8Array, units: readonly PlacedUnits[], opset: number): OpenedModel {
  const outputs = units.map(({ layer }, i) => ({ layer, output: `selectivity/mean/${i}` }));
  const initializer: TensorProto[] = [];
  const node = units.map(({ tensor, rank, axis: ofUnits }, i) => {
    const output = outputs[i]?.output ?? "";
    if (rank === 2) return plain("Identity", [tensor], output);
    const axes = Array.from({ length: rank - 1 }, (_, axis) => axis + 1).filter((axis) => axis !== ofUnits);
    if (opset < AXES_ARE_INPUT) return plain("ReduceMean", [tensor], output, { axes, keepdims: 0 });
    const name = `${output}/axes`;
    initializer.push({ name, dims: [axes.length], dataType: INT64, int64Data: axes });
    return plain("ReduceMean", [tensor, name], output, { keepdims: 0 });
  });
  return extended(file, { node, initializer }, outputs);
}

function plain(
  opType: string,
  input: string[],
  output: string,
  settings: Parameters<typeof attributes>[0] = {},
): NodeProto {
  return { name: output, opType, input, output: [output], attribute: attributes(settings) };
}

function extended(
  file: Uint8Array,
  { node, initializer = [] }: Pick<GraphProto, "node"> & Partial<GraphProto>,
  outputs: readonly AddedOutput[],
): OpenedModel {
  const output = outputs.map((one) => ({ name: one.output }));
  const addition = encodeModel({ graph: { node, initializer, input: [], output } });
  return { bytes: Buffer.concat([file, addition]), outputs };
}
