/**
 * Element types of tensors, by PyTorch's names.
 *
 * @module
 */

const typedArrays = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

/** An element type, by PyTorch's name. */
export type DType = keyof typeof typedArrays;

/** The order of dimensions in memory: `channels_last` keeps the channels of a pixel together, which is fastest for convolutions. */
export type MemoryFormat = "contiguous" | "channels_last" | "preserve";

/** All element types. */
export const dtypes = Object.keys(typedArrays) as DType[];

/** The array type that holds elements of a dtype; the 16-bit floats are given as their bits. */
export function getTypedArray(dtype: DType) {
  return typedArrays[dtype];
}

/** Bytes of one element. */
export function itemSize(dtype: DType): number {
  return typedArrays[dtype].BYTES_PER_ELEMENT;
}
