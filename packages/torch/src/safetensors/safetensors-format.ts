/**
 * What the reader and the writer of safetensors share: the format's words, element types and sizes.
 *
 *     8 bytes          n, the length of the header, little-endian
 *     n bytes          {"__metadata__": {text: text}, name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
 *     the other bytes  the tensors, row-major and little-endian, one right behind the other
 *
 * Source: https://github.com/huggingface/safetensors#format, and its Rust implementation (0.8) for order and padding.
 * @module
 */

import { formatExcerpt } from "@selectivity-lab/base";
import { type DType, itemSize } from "../tensor/dtype.js";
import { refuse } from "./safetensors-error.js";

/** Bytes in front of the header that hold its length. */
export const LENGTH_BYTES = 8;

/** Most bytes of a header: the format's own limit. */
export const LARGEST_HEADER = 100_000_000;

/** The key of a header that is not a tensor. */
export const METADATA_KEY = "__metadata__";

/** What a header says of a tensor, but for its place. */
export interface TensorDescription {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/**
 * What a header calls each element type, in the order in which the reference implementation lays out a file: widest
 * elements first, so that all stay aligned.
 */
export const STORED_CODES: Readonly<Record<DType, string>> = {
  int64: "I64",
  float64: "F64",
  float32: "F32",
  int32: "I32",
  bfloat16: "BF16",
  float16: "F16",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
};

/** The element types in the order of their bytes in a file. */
export const STORED_ORDER = Object.keys(STORED_CODES) as readonly DType[];

const BY_CODE: ReadonlyMap<unknown, DType> = new Map(STORED_ORDER.map((dtype) => [STORED_CODES[dtype], dtype]));

/** @throws {@link SafetensorsError} for a code that stands for no element type of ours. */
export function parseDtype(about: string, code: unknown): DType {
  const known = [...BY_CODE.keys()].join(", ");
  return BY_CODE.get(code) ?? refuse("dtype", about, `a dtype among ${known}`, formatExcerpt(code));
}

/**
 * Bytes that a tensor takes. The product of its sizes without the zeros must be a number too: strides are made of it.
 *
 * @throws {@link SafetensorsError} when it is not.
 */
export function byteSize({ name, dtype, shape }: TensorDescription): number {
  const extent = shape.reduce((product, size) => product * Math.max(size, 1), itemSize(dtype));
  if (extent > Number.MAX_SAFE_INTEGER)
    refuse("size", `tensor ${formatExcerpt(name)}`, "fewer than 2^53 bytes", `${dtype} ${formatExcerpt(shape)}`);
  return shape.includes(0) ? 0 : extent;
}
