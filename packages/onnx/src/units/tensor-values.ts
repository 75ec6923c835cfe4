/**
 * The numbers of a constant in a file.
 *
 * @module
 */
import { FLOAT, type TensorProto } from "../model/schema.js";

const DOUBLE = 11;

/** The values of a tensor of float32 or float64; none of any other. */
export function readFloats({ dataType, rawData, floatData = [], doubleData = [] }: TensorProto): readonly number[] {
  if (dataType !== FLOAT && dataType !== DOUBLE) return [];
  if (!rawData || rawData.length === 0) return dataType === FLOAT ? floatData : doubleData;
  const bytes = new Uint8Array(rawData).buffer; // a copy, aligned; a Buffer's slice() would be none
  return [...(dataType === FLOAT ? new Float32Array(bytes) : new Float64Array(bytes))];
}
