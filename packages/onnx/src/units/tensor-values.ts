/**
 * Reads the numbers of a constant in a file.
 *
 * @module
 */
import { decodeHalf, nameElementType } from "../element-types.js";
import { int, type TensorProto } from "../model/schema.js";

/** How each type is stored in `rawData`. */
const RAW: Readonly<Record<string, (bytes: ArrayBuffer) => readonly number[]>> = {
  float32: (bytes) => [...new Float32Array(bytes)],
  float64: (bytes) => [...new Float64Array(bytes)],
  float16: (bytes) => [...new Uint16Array(bytes)].map(decodeHalf),
  bfloat16: (bytes) => [...new Uint16Array(bytes)].map(decodeBrainFloat),
  bool: (bytes) => [...new Uint8Array(bytes)],
  uint8: (bytes) => [...new Uint8Array(bytes)],
  int8: (bytes) => [...new Int8Array(bytes)],
  uint16: (bytes) => [...new Uint16Array(bytes)],
  int16: (bytes) => [...new Int16Array(bytes)],
  int32: (bytes) => [...new Int32Array(bytes)],
  int64: (bytes) => [...new BigInt64Array(bytes)].map(Number),
};

/** The values of a constant; empty for types without numbers, and for weights in another file. */
export function readNumbers(tensor: TensorProto): readonly number[] {
  const type = nameElementType(tensor.dataType);
  const read = RAW[type];
  if (!read) return [];
  const { rawData, floatData = [], doubleData = [], int32Data = [], int64Data = [] } = tensor;
  if (rawData && rawData.length > 0) return read(new Uint8Array(rawData).buffer); // a copy, aligned; a Buffer's slice() is not
  if (type === "float32") return floatData;
  if (type === "float64") return doubleData;
  if (type === "int64") return int64Data.map(int);
  if (type === "float16") return int32Data.map(decodeHalf);
  return type === "bfloat16" ? int32Data.map(decodeBrainFloat) : int32Data;
}

/** The upper half of a float32. */
function decodeBrainFloat(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0] as number;
}
