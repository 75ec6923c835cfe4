/**
 * Element types of ONNX tensors: their names, and how float32 numbers become them and come back.
 *
 * @module
 */

/** Names by `TensorProto.DataType`. Source: onnx-ml.proto of ONNX 1.20. */
const NAMES = [
  ...["undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16"],
  ...["float64", "uint32", "uint64", "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz"],
  ...["float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1"],
] as const;

/** The name of an element type. @param type a `TensorProto.DataType`. */
export function nameElementType(type: number | undefined): string {
  return NAMES[type ?? 0] ?? `type ${type}`;
}

/** Element types that an input for images may have. */
export const imageTypes = ["float32", "float16", "float64", "uint8"] as const;

/** One of {@link imageTypes}. */
export type ImageType = (typeof imageTypes)[number];

/** Whether a type is one of {@link imageTypes}. */
export function isImageType(name: string): name is ImageType {
  return (imageTypes as readonly string[]).includes(name);
}

/** Numbers as ONNX Runtime takes them; halves are their bits. uint8 rounds, and clips to 0..255. */
export function encodeFloats(
  values: Float32Array,
  type: ImageType,
): Float32Array | Float64Array | Uint16Array | Uint8Array {
  if (type === "float64") return Float64Array.from(values);
  if (type === "float16") return Uint16Array.from(values, encodeHalf);
  if (type === "uint8") return Uint8Array.from(new Uint8ClampedArray(values));
  return values;
}

/**
 * Numbers of ONNX Runtime as float32.
 *
 * @param type as ONNX Runtime names it.
 * @throws TypeError that names a type without numbers.
 */
export function decodeFloats(data: unknown, type: string): Float32Array {
  if (data instanceof Float32Array) return data.slice();
  if (!ArrayBuffer.isView(data)) throw new TypeError(`a tensor of ${type} does not hold numbers`);
  if (type === "float16" && data instanceof Uint16Array) return Float32Array.from(data, decodeHalf);
  return Float32Array.from(data as unknown as ArrayLike<number | bigint>, Number);
}

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The bits of the half that is nearest to a number, of two the even one. */
export function encodeHalf(value: number): number {
  number[0] = value;
  const [all = 0] = bits;
  const sign = (all >>> 16) & 0x8000;
  const size = all & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00; // NaN
  if (size >= 0x477ff000) return sign | 0x7c00; // from 65520 on: infinity
  if (size < 0x38800000) return sign | roundToEven(Math.abs(number[0] as number) * 2 ** 24); // subnormal
  return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x38000000) >>> 13);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** The number that the bits of a half stand for. */
export function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
