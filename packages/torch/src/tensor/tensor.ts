/**
 * Tensors: the values of libtorch, with the methods that PyTorch gives them. What has no method here is reached through
 * `operator("aten::…")`.
 *
 * Methods return new tensors, which belong to the innermost `scope()`; methods that end in `_` change their tensor.
 *
 * @module
 */

import { TensorDisposedError } from "../error.js";
import { native, type TensorHandle } from "../runtime/native.js";
import { Operation } from "./dispatch.js";
import { type DType, type MemoryFormat, typedArrayOf } from "./dtype.js";
import { keep, track } from "./scope.js";

/** Numbers nested as deep as a tensor has dimensions. */
export type NestedNumbers = number | NestedNumbers[];

/** A numeric array of a dtype: BigInt64Array for int64, Uint8Array for uint8 and bool. */
export type TypedArray = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | BigInt64Array;

/** An n-dimensional array on a device, with autograd. */
export class Tensor {
  #handle: TensorHandle | undefined;
  #description: { shape: readonly number[]; dtype: DType; device: string } | undefined;
  readonly #madeBy: string;

  /** Takes over a native handle. @param madeBy named by the error of a use after free. */
  constructor(handle: TensorHandle, madeBy: string) {
    this.#handle = handle;
    this.#madeBy = madeBy;
    track(this);
  }

  /** The native tensor. @throws {@link TensorDisposedError} after `dispose()`. */
  get handle(): TensorHandle {
    if (!this.#handle) throw new TensorDisposedError(this.#madeBy);
    return this.#handle;
  }

  /** Sizes of the dimensions. */
  get shape(): readonly number[] {
    return this.#describe().shape;
  }

  get dtype(): DType {
    return this.#describe().dtype;
  }

  /** `cpu`, `cuda:0`, … */
  get device(): string {
    return this.#describe().device;
  }

  /** How many elements. */
  get numel(): number {
    return this.shape.reduce((product, size) => product * size, 1);
  }

  /** Whether the tensor was freed. */
  get disposed(): boolean {
    return this.#handle === undefined;
  }

  /** Frees the tensor now rather than at the end of its scope; a second call does nothing. */
  dispose(): void {
    if (this.#handle) native().release(this.#handle);
    this.#handle = undefined;
  }

  /** Gives up the native handle without freeing it; this object counts as disposed afterwards. */
  takeHandle(): TensorHandle {
    const handle = this.handle;
    this.#handle = undefined;
    return handle;
  }

  /** Frees what this object stands for and lets it stand for another tensor, which is taken over. */
  protected become(other: Tensor): void {
    this.dispose();
    this.#handle = other.takeHandle();
    this.#description = undefined;
  }

  #describe() {
    this.#description ??= native().describe(this.handle) as { shape: number[]; dtype: DType; device: string };
    return this.#description;
  }

  /** In words: `float32 [128, 3, 32, 32] on cpu`. */
  toString(): string {
    return this.disposed ? "a freed tensor" : `${this.dtype} [${this.shape.join(", ")}] on ${this.device}`;
  }

  // ——— values ———

  /** The value of a tensor of one element. */
  item(): number {
    const values = this.toTypedArray();
    if (values.length !== 1) throw new RangeError(`item: expected a tensor of one element, got ${this}`);
    return Number(values[0]);
  }

  /** A copy of the values, row-major; float16 and bfloat16 come as float32. */
  toTypedArray(): TypedArray {
    if (this.dtype === "float16" || this.dtype === "bfloat16") {
      const wide = this.to({ dtype: "float32" });
      const values = wide.toTypedArray();
      wide.dispose();
      return values;
    }
    return new (typedArrayOf(this.dtype))(native().toBytes(this.handle)) as TypedArray;
  }

  /** A copy of the values, nested as deep as there are dimensions. */
  toArray(): NestedNumbers {
    const values = this.toTypedArray();
    let position = 0;
    const nest = (sizes: readonly number[]): NestedNumbers => {
      const [size, ...rest] = sizes;
      if (size === undefined) return Number(values[position++]);
      return Array.from({ length: size }, () => nest(rest));
    };
    return nest(this.shape);
  }

  /** A copy of the raw bytes, row-major, in the machine's byte order. */
  toBytes(): Uint8Array {
    return new Uint8Array(native().toBytes(this.handle));
  }

  // ——— autograd ———

  /** Whether gradients flow to or through this tensor. */
  get requiresGrad(): boolean {
    return native().requiresGrad(this.handle);
  }

  /** Marks a leaf as one whose gradient is wanted. Returns itself. */
  requireGrad(on = true): this {
    native().setRequiresGrad(this.handle, on);
    return this;
  }

  /** The gradient accumulated by `backward()`, a new handle onto it; `null` before. */
  get grad(): Tensor | null {
    const gradient = native().gradient(this.handle);
    return gradient && new Tensor(gradient, "grad");
  }

  /** Forgets the gradient. */
  clearGrad(): void {
    native().clearGradient(this.handle);
  }

  /**
   * Accumulates into the leaves' `grad`; afterwards the graph is gone.
   *
   * @param gradient of the loss by this tensor; may be left out for a scalar.
   */
  backward(gradient?: Tensor): void {
    native().backward(this.handle, gradient?.handle ?? null);
  }

  /** The same values, outside of any graph; shares memory. */
  detach(): Tensor {
    return one(detach, this);
  }

  // ——— arithmetic, element by element, broadcast ———

  add(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(addScalar, this, other) : one(add, this, other);
  }

  sub(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(subScalar, this, other) : one(sub, this, other);
  }

  mul(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(mulScalar, this, other) : one(mul, this, other);
  }

  div(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(divScalar, this, other) : one(div, this, other);
  }

  pow(exponent: Tensor | number): Tensor {
    return typeof exponent === "number" ? one(powScalar, this, exponent) : one(pow, this, exponent);
  }

  neg(): Tensor {
    return one(neg, this);
  }

  abs(): Tensor {
    return one(abs, this);
  }

  exp(): Tensor {
    return one(exp, this);
  }

  log(): Tensor {
    return one(log, this);
  }

  sqrt(): Tensor {
    return one(sqrt, this);
  }

  square(): Tensor {
    return one(square, this);
  }

  relu(): Tensor {
    return one(relu, this);
  }

  sigmoid(): Tensor {
    return one(sigmoid, this);
  }

  tanh(): Tensor {
    return one(tanh, this);
  }

  /** Limits the values to `[min, max]`; either may be left out. */
  clamp({ min, max }: { min?: number; max?: number }): Tensor {
    return one(clamp, this, min, max);
  }

  // ——— comparison: bool tensors ———

  eq(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(eqScalar, this, other) : one(eq, this, other);
  }

  ne(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(neScalar, this, other) : one(ne, this, other);
  }

  gt(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(gtScalar, this, other) : one(gt, this, other);
  }

  ge(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(geScalar, this, other) : one(ge, this, other);
  }

  lt(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(ltScalar, this, other) : one(lt, this, other);
  }

  le(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(leScalar, this, other) : one(le, this, other);
  }

  // ——— reductions: over all elements, or over the dimensions named ———

  sum(dim?: number | readonly number[], keepdim = false): Tensor {
    return dim === undefined ? one(sum, this) : one(sumDims, this, dims(dim), keepdim);
  }

  mean(dim?: number | readonly number[], keepdim = false): Tensor {
    return dim === undefined ? one(mean, this) : one(meanDims, this, dims(dim), keepdim);
  }

  /** Shares the gradient among tied elements. */
  amax(dim: number | readonly number[] = [], keepdim = false): Tensor {
    return one(amax, this, dims(dim), keepdim);
  }

  /** Shares the gradient among tied elements. */
  amin(dim: number | readonly number[] = [], keepdim = false): Tensor {
    return one(amin, this, dims(dim), keepdim);
  }

  /** The first of the tied indices, int64. */
  argmax(dim?: number, keepdim = false): Tensor {
    return one(argmax, this, dim, keepdim);
  }

  /** @param options.unbiased divides by n − 1 rather than n. */
  var(dim: number | readonly number[], { unbiased = true, keepdim = false } = {}): Tensor {
    return one(variance, this, dims(dim), unbiased, keepdim);
  }

  /** @param options.unbiased divides by n − 1 rather than n. */
  std(dim: number | readonly number[], { unbiased = true, keepdim = false } = {}): Tensor {
    return one(std, this, dims(dim), unbiased, keepdim);
  }

  softmax(dim: number): Tensor {
    return one(softmax, this, dim);
  }

  logSoftmax(dim: number): Tensor {
    return one(logSoftmax, this, dim);
  }

  matmul(other: Tensor): Tensor {
    return one(matmul, this, other);
  }

  // ——— shape ———

  reshape(shape: readonly number[]): Tensor {
    return one(reshape, this, shape);
  }

  flatten(startDim = 0, endDim = -1): Tensor {
    return one(flatten, this, startDim, endDim);
  }

  permute(order: readonly number[]): Tensor {
    return one(permute, this, order);
  }

  transpose(first: number, second: number): Tensor {
    return one(transpose, this, first, second);
  }

  unsqueeze(dim: number): Tensor {
    return one(unsqueeze, this, dim);
  }

  squeeze(dim?: number): Tensor {
    return dim === undefined ? one(squeeze, this) : one(squeezeDim, this, dim);
  }

  expand(shape: readonly number[]): Tensor {
    return one(expand, this, shape);
  }

  // ——— selection ———

  /** A view of `length` entries of a dimension, from `start`. */
  narrow(dim: number, start: number, length: number): Tensor {
    return one(narrow, this, dim, start, length);
  }

  /** A view of one entry of a dimension, which disappears. */
  select(dim: number, index: number): Tensor {
    return one(select, this, dim, index);
  }

  indexSelect(dim: number, index: Tensor): Tensor {
    return one(indexSelect, this, dim, index);
  }

  gather(dim: number, index: Tensor): Tensor {
    return one(gather, this, dim, index);
  }

  // ——— copies ———

  /** The same values in another dtype, device or memory format; itself shares memory where nothing changes. */
  to({ dtype = this.dtype, device = this.device, memoryFormat }: TensorPlace): Tensor {
    return one(toDevice, this, device, dtype, false, false, memoryFormat);
  }

  contiguous(memoryFormat: MemoryFormat = "contiguous"): Tensor {
    return one(contiguous, this, memoryFormat);
  }

  clone(): Tensor {
    return one(clone, this);
  }

  // ——— in place; each returns this tensor ———

  copy_(source: Tensor): this {
    return inPlace(copy_, this, source);
  }

  fill_(value: number): this {
    return inPlace(fill_, this, value);
  }

  zero_(): this {
    return inPlace(zero_, this);
  }

  /** Adds `alpha · other`. */
  add_(other: Tensor | number, { alpha = 1 } = {}): this {
    return inPlace(typeof other === "number" ? addScalar_ : add_, this, other, alpha);
  }

  mul_(other: Tensor | number): this {
    return inPlace(typeof other === "number" ? mulScalar_ : mul_, this, other);
  }

  /** Adds row `i` of `source` to row `index[i]`. */
  indexAdd_(dim: number, index: Tensor, source: Tensor): this {
    return inPlace(indexAdd_, this, dim, index, source);
  }
}

/** Where and how a tensor is stored. */
export interface TensorPlace {
  dtype?: DType | undefined;
  device?: string | undefined;
  memoryFormat?: MemoryFormat | undefined;
}

/**
 * A learnable tensor of a module: lives until the module is dropped, and wants gradients.
 * Takes over the tensor it is made from.
 */
export class Parameter extends Tensor {
  constructor(values: Tensor) {
    super(values.takeHandle(), "Parameter");
    keep(this).requireGrad();
  }

  /** Takes over other values, and stays the same object to optimisers. */
  replace(values: Tensor): void {
    this.become(values);
    this.clearGrad();
    this.requireGrad();
  }
}

/** A tensor of a module that is saved with it but not learned, such as running statistics. Takes over its tensor. */
export class Buffer extends Tensor {
  constructor(values: Tensor) {
    super(values.takeHandle(), "Buffer");
    keep(this);
  }

  /** Takes over other values. */
  replace(values: Tensor): void {
    this.become(values);
  }
}

function one(operation: Operation, ...args: unknown[]): Tensor {
  return new Tensor(operation.call(args) as TensorHandle, operation.name);
}

function inPlace<T extends Tensor>(operation: Operation, target: T, ...args: unknown[]): T {
  native().release(operation.call([target, ...args]) as TensorHandle); // a second handle onto the target
  return target;
}

function dims(dim: number | readonly number[]): readonly number[] {
  return typeof dim === "number" ? [dim] : dim;
}

const aten = (name: string) => new Operation(`aten::${name}`);
const [add, addScalar, add_, addScalar_] = [
  aten("add.Tensor"),
  aten("add.Scalar"),
  aten("add_.Tensor"),
  aten("add_.Scalar"),
];
const [sub, subScalar, div, divScalar] = [
  aten("sub.Tensor"),
  aten("sub.Scalar"),
  aten("div.Tensor"),
  aten("div.Scalar"),
];
const [mul, mulScalar, mul_, mulScalar_] = [
  aten("mul.Tensor"),
  aten("mul.Scalar"),
  aten("mul_.Tensor"),
  aten("mul_.Scalar"),
];
const [pow, powScalar] = [aten("pow.Tensor_Tensor"), aten("pow.Tensor_Scalar")];
const [neg, abs, exp, log, sqrt, square] = ["neg", "abs", "exp", "log", "sqrt", "square"].map(aten) as Six;
const [relu, sigmoid, tanh, clamp, detach, clone] = ["relu", "sigmoid", "tanh", "clamp", "detach", "clone"].map(
  aten,
) as Six;
const [eq, ne, gt, ge, lt, le] = ["eq", "ne", "gt", "ge", "lt", "le"].map((name) => aten(`${name}.Tensor`)) as Six;
const [eqScalar, neScalar, gtScalar, geScalar, ltScalar, leScalar] = ["eq", "ne", "gt", "ge", "lt", "le"].map((name) =>
  aten(`${name}.Scalar`),
) as Six;
const [sum, sumDims, mean, meanDims] = [aten("sum"), aten("sum.dim_IntList"), aten("mean"), aten("mean.dim")];
const [amax, amin, argmax, variance, std] = [
  aten("amax"),
  aten("amin"),
  aten("argmax"),
  aten("var.dim"),
  aten("std.dim"),
];
const [softmax, logSoftmax, matmul] = [aten("softmax.int"), aten("log_softmax.int"), aten("matmul")];
const [reshape, flatten, permute, transpose] = [
  aten("reshape"),
  aten("flatten.using_ints"),
  aten("permute"),
  aten("transpose.int"),
];
const [unsqueeze, squeeze, squeezeDim, expand] = [
  aten("unsqueeze"),
  aten("squeeze"),
  aten("squeeze.dim"),
  aten("expand"),
];
const [narrow, select, indexSelect, gather] = [
  aten("narrow"),
  aten("select.int"),
  aten("index_select"),
  aten("gather"),
];
const [toDevice, contiguous] = [aten("to.device"), aten("contiguous")];
const [copy_, fill_, zero_, indexAdd_] = [aten("copy_"), aten("fill_.Scalar"), aten("zero_"), aten("index_add_")];
type Six = [Operation, Operation, Operation, Operation, Operation, Operation];
