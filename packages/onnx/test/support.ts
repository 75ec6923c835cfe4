/** Files of others, recorded by reference/networks.py, and files made here, bit by bit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attributes } from "../src/model/attributes.js";
import { floats } from "../src/model/graph-writer.js";
import {
  encodeModel,
  FLOAT,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from "../src/model/schema.js";

/** What ONNX Runtime for Python computed. */
export interface Recorded {
  readonly images: [number, number, number, number];
  readonly scores: readonly (readonly number[])[];
  readonly units: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const folder = join(import.meta.dirname, "reference");

export const { cases }: { cases: Readonly<Record<string, Recorded>> } = JSON.parse(
  readFileSync(join(folder, "networks.json"), "utf8"),
);

/** Where a recorded file lies. */
export const reference = (name: string): string => join(folder, name);

/** sin(frequency · 1²), sin(frequency · 2²), …, as in networks.py. */
export function wave(shape: readonly number[], frequency = 0.37): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) ** 2 * frequency));
}

/** A node in few words. */
export function node(
  opType: string,
  input: string[],
  output: string,
  settings: Parameters<typeof attributes>[0] = {},
  name = output,
): NodeProto {
  return { opType, input, output: [output], name, attribute: attributes(settings) };
}

/** Weights in few words. */
export function weights(name: string, dims: readonly number[], values = wave(dims)): TensorProto {
  return { name, dims: [...dims], dataType: FLOAT, rawData: new Uint8Array(values.buffer) };
}

/** One number as weights. */
export const number = (name: string, value: number): TensorProto => weights(name, [], Float32Array.of(value));

/** A classifier of grey images of 4 × 4 into three classes, with one rectified layer; a graph may be changed. */
export function smallModel(changes: Partial<GraphProto> = {}, opset = 17): ModelProto {
  const graph: GraphProto = {
    name: "small",
    node: [
      node("Flatten", ["images"], "flat"),
      node("Gemm", ["flat", "w1"], "hidden", { transB: 1 }),
      node("Relu", ["hidden"], "units"),
      node("Gemm", ["units", "w2"], "logits", { transB: 1 }),
    ],
    initializer: [weights("w1", [5, 16]), weights("w2", [3, 5])],
    input: [floats("images", ["N", 1, 4, 4])],
    output: [floats("logits", ["N", 3])],
    ...changes,
  };
  return { irVersion: 8, opsetImport: [{ domain: "", version: opset }], graph };
}

/** Its bytes. */
export const smallFile = (changes: Partial<GraphProto> = {}, opset = 17): Uint8Array =>
  encodeModel(smallModel(changes, opset));
