/**
 * Makes tensors from numbers, bytes, or nothing.
 *
 * @module
 */
import { native, type TensorHandle } from "../runtime/native.js";
import { Operation } from "./dispatch.js";
import { type DType, itemSize } from "./dtype.js";
import type { Generator } from "./generator.js";
import type { NestedNumbers, TypedArray } from "./native-tensor.js";
import { Tensor } from "./tensor.js";

/** What a new tensor is made of. */
export interface TensorOptions {
  /** Default `float32`; a typed array brings its own. */
  dtype?: DType;
  /** Default `cpu`. */
  device?: string;
}

/**
 * Makes a tensor of numbers.
 *
 * @param values a number, nested arrays of one length per depth, or a typed array (row-major, copied).
 * @param options.shape of a typed array; default one dimension.
 * @throws RangeError when nested arrays have uneven lengths, or the shape does not hold that many values.
 * @example tensor([[1, 2], [3, 4]]).sum(0).toArray() // [4, 6]
 */
export function tensor(
  values: NestedNumbers | TypedArray,
  options: TensorOptions & { shape?: readonly number[] } = {},
): Tensor {
  if (ArrayBuffer.isView(values)) return fromTypedArray(values, options);
  const shape = shapeOf(values);
  const flat = (Array.isArray(values) ? (values as unknown[]).flat(Number.POSITIVE_INFINITY) : [values]) as number[];
  if (flat.length !== product(shape))
    throw new RangeError("tensor: expected nested arrays of one length per depth, got uneven ones");
  // float64 holds every number exactly on the way to another dtype.
  return placed(fromTypedArray(Float64Array.from(flat), { shape }), {
    dtype: options.dtype ?? "float32",
    device: options.device,
  });
}

/**
 * A tensor of raw bytes, row-major, in the machine's byte order; the bytes are copied.
 *
 * @throws RangeError when the bytes are not as many as shape and dtype need.
 */
export function fromBytes(bytes: Uint8Array, { shape, dtype }: { shape: readonly number[]; dtype: DType }): Tensor {
  const expected = product(shape) * itemSize(dtype);
  if (bytes.byteLength !== expected)
    throw new RangeError(`fromBytes: ${dtype} [${shape.join(", ")}] takes ${expected} bytes, got ${bytes.byteLength}`);
  const result = empty(shape, { dtype });
  native().fromBytes(bytes, result.handle);
  return result;
}

/** Zeros. */
export function zeros(shape: readonly number[], options: TensorOptions = {}): Tensor {
  return create(zerosOp, [shape], options);
}

/** Ones. */
export function ones(shape: readonly number[], options: TensorOptions = {}): Tensor {
  return create(onesOp, [shape], options);
}

/** One value everywhere. */
export function full(shape: readonly number[], value: number, options: TensorOptions = {}): Tensor {
  return create(fullOp, [shape, value], options);
}

/** Memory as it was found: to be filled. */
export function empty(shape: readonly number[], options: TensorOptions = {}): Tensor {
  return create(emptyOp, [shape], options);
}

/** `start, start + 1, …`, below `end`; int64 by default. */
export function arange(start: number, end: number, options: TensorOptions = {}): Tensor {
  return create(arangeOp, [start, end], { dtype: "int64", ...options });
}

/** Normal random numbers, mean 0 and standard deviation 1. */
export function randn(shape: readonly number[], generator: Generator, options: TensorOptions = {}): Tensor {
  return create(randnOp, [shape, generator], options);
}

/** Uniform random numbers in [0, 1). */
export function rand(shape: readonly number[], generator: Generator, options: TensorOptions = {}): Tensor {
  return create(randOp, [shape, generator], options);
}

/** Joins tensors along a dimension they have. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(catOp.call([tensors, dim]) as TensorHandle, catOp.name);
}

/** Joins tensors of one shape along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(stackOp.call([tensors, dim]) as TensorHandle, stackOp.name);
}

const dtypeOfArray: Record<string, DType> = {
  Float32Array: "float32",
  Float64Array: "float64",
  Int8Array: "int8",
  Int16Array: "int16",
  Int32Array: "int32",
  Uint8Array: "uint8",
  Buffer: "uint8",
  BigInt64Array: "int64",
};

function fromTypedArray(values: TypedArray, options: TensorOptions & { shape?: readonly number[] }): Tensor {
  const dtype = dtypeOfArray[values.constructor.name];
  if (!dtype) throw new RangeError(`tensor: arrays of ${values.constructor.name} are not supported`);
  const shape = options.shape ?? [values.length];
  if (product(shape) !== values.length)
    throw new RangeError(`tensor: shape [${shape.join(", ")}] holds ${product(shape)} values, got ${values.length}`);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return placed(fromBytes(bytes, { shape, dtype }), { dtype: options.dtype ?? dtype, device: options.device });
}

function placed(source: Tensor, { dtype, device = "cpu" }: { dtype: DType; device: string | undefined }): Tensor {
  if (source.dtype === dtype && source.device === device) return source;
  const result = source.to({ dtype, device });
  source.dispose();
  return result;
}

function shapeOf(values: NestedNumbers): number[] {
  return Array.isArray(values)
    ? [values.length, ...(values.length > 0 ? shapeOf(values[0] as NestedNumbers) : [])]
    : [];
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

/** Creation operators end in `(…, dtype, layout, device, pin_memory)`. */
function create(operation: Operation, args: unknown[], { dtype = "float32", device = "cpu" }: TensorOptions): Tensor {
  return new Tensor(operation.call([...args, dtype, undefined, device]) as TensorHandle, operation.name);
}

const zerosOp = new Operation("aten::zeros");
const onesOp = new Operation("aten::ones");
const fullOp = new Operation("aten::full");
const emptyOp = new Operation("aten::empty.memory_format");
const arangeOp = new Operation("aten::arange.start");
const randnOp = new Operation("aten::randn.generator");
const randOp = new Operation("aten::rand.generator");
const catOp = new Operation("aten::cat");
const stackOp = new Operation("aten::stack");
