/**
 * Tensors: the values of libtorch, with the methods that PyTorch gives them. Operators without a method are reached through
 * `operator("aten::…")`.
 *
 * Methods return new tensors, which belong to the innermost `scope()`; methods that end in `_` change their tensor.
 *
 * @module
 */
import { native, type TensorHandle } from "../runtime/native.js";
import type { Operation } from "./dispatch.js";
import type { DType, MemoryFormat } from "./dtype.js";
import { NativeTensor } from "./native-tensor.js";
import { aten } from "./tensor-operations.js";

/** An n-dimensional array on a device, with autograd. */
export class Tensor extends NativeTensor {
  /** The gradient accumulated by `backward()`, a new handle onto it; `null` before. */
  get grad(): Tensor | null {
    const gradient = native().gradient(this.handle);
    return gradient && new Tensor(gradient, "grad");
  }

  /** The same values, outside of any graph; shares memory. */
  detach(): Tensor {
    return one(aten.detach, this);
  }

  // ——— arithmetic, element by element, broadcast ———

  add(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.addScalar, this, other) : one(aten.add, this, other);
  }

  sub(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.subScalar, this, other) : one(aten.sub, this, other);
  }

  mul(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.mulScalar, this, other) : one(aten.mul, this, other);
  }

  div(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.divScalar, this, other) : one(aten.div, this, other);
  }

  pow(exponent: Tensor | number): Tensor {
    return typeof exponent === "number" ? one(aten.powScalar, this, exponent) : one(aten.pow, this, exponent);
  }

  neg(): Tensor {
    return one(aten.neg, this);
  }

  abs(): Tensor {
    return one(aten.abs, this);
  }

  exp(): Tensor {
    return one(aten.exp, this);
  }

  log(): Tensor {
    return one(aten.log, this);
  }

  sqrt(): Tensor {
    return one(aten.sqrt, this);
  }

  square(): Tensor {
    return one(aten.square, this);
  }

  relu(): Tensor {
    return one(aten.relu, this);
  }

  sigmoid(): Tensor {
    return one(aten.sigmoid, this);
  }

  tanh(): Tensor {
    return one(aten.tanh, this);
  }

  /** Limits the values to `[min, max]`; either may be left out. */
  clamp({ min, max }: { min?: number; max?: number }): Tensor {
    return one(aten.clamp, this, min, max);
  }

  // ——— comparison: bool tensors ———

  eq(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.eqScalar, this, other) : one(aten.eq, this, other);
  }

  ne(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.neScalar, this, other) : one(aten.ne, this, other);
  }

  gt(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.gtScalar, this, other) : one(aten.gt, this, other);
  }

  ge(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.geScalar, this, other) : one(aten.ge, this, other);
  }

  lt(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.ltScalar, this, other) : one(aten.lt, this, other);
  }

  le(other: Tensor | number): Tensor {
    return typeof other === "number" ? one(aten.leScalar, this, other) : one(aten.le, this, other);
  }

  // ——— reductions: over all elements, or over the dimensions named ———

  sum(dim?: number | readonly number[], keepdim = false): Tensor {
    return dim === undefined ? one(aten.sum, this) : one(aten.sumDims, this, dims(dim), keepdim);
  }

  mean(dim?: number | readonly number[], keepdim = false): Tensor {
    return dim === undefined ? one(aten.mean, this) : one(aten.meanDims, this, dims(dim), keepdim);
  }

  /** Shares the gradient among tied elements. */
  amax(dim: number | readonly number[] = [], keepdim = false): Tensor {
    return one(aten.amax, this, dims(dim), keepdim);
  }

  /** Shares the gradient among tied elements. */
  amin(dim: number | readonly number[] = [], keepdim = false): Tensor {
    return one(aten.amin, this, dims(dim), keepdim);
  }

  /** The first of the tied indices, int64. */
  argmax(dim?: number, keepdim = false): Tensor {
    return one(aten.argmax, this, dim, keepdim);
  }

  /** @param options.unbiased divides by n − 1 rather than n. */
  var(dim: number | readonly number[], { unbiased = true, keepdim = false } = {}): Tensor {
    return one(aten.variance, this, dims(dim), unbiased, keepdim);
  }

  /** @param options.unbiased divides by n − 1 rather than n. */
  std(dim: number | readonly number[], { unbiased = true, keepdim = false } = {}): Tensor {
    return one(aten.std, this, dims(dim), unbiased, keepdim);
  }

  softmax(dim: number): Tensor {
    return one(aten.softmax, this, dim);
  }

  logSoftmax(dim: number): Tensor {
    return one(aten.logSoftmax, this, dim);
  }

  matmul(other: Tensor): Tensor {
    return one(aten.matmul, this, other);
  }

  // ——— shape ———

  reshape(shape: readonly number[]): Tensor {
    return one(aten.reshape, this, shape);
  }

  flatten(startDim = 0, endDim = -1): Tensor {
    return one(aten.flatten, this, startDim, endDim);
  }

  permute(order: readonly number[]): Tensor {
    return one(aten.permute, this, order);
  }

  transpose(first: number, second: number): Tensor {
    return one(aten.transpose, this, first, second);
  }

  unsqueeze(dim: number): Tensor {
    return one(aten.unsqueeze, this, dim);
  }

  squeeze(dim?: number): Tensor {
    return dim === undefined ? one(aten.squeeze, this) : one(aten.squeezeDim, this, dim);
  }

  expand(shape: readonly number[]): Tensor {
    return one(aten.expand, this, shape);
  }

  // ——— selection ———

  /** A view of `length` entries of a dimension, from `start`. */
  narrow(dim: number, start: number, length: number): Tensor {
    return one(aten.narrow, this, dim, start, length);
  }

  /** A view of one entry of a dimension, which disappears. */
  select(dim: number, index: number): Tensor {
    return one(aten.select, this, dim, index);
  }

  indexSelect(dim: number, index: Tensor): Tensor {
    return one(aten.indexSelect, this, dim, index);
  }

  gather(dim: number, index: Tensor): Tensor {
    return one(aten.gather, this, dim, index);
  }

  // ——— copies ———

  /** The same values in another dtype, device or memory format; shares memory where nothing changes. */
  to({ dtype = this.dtype, device = this.device, memoryFormat }: TensorPlace): Tensor {
    return one(aten.toDevice, this, device, dtype, false, false, memoryFormat);
  }

  contiguous(memoryFormat: MemoryFormat = "contiguous"): Tensor {
    return one(aten.contiguous, this, memoryFormat);
  }

  clone(): Tensor {
    return one(aten.clone, this);
  }

  // ——— in place; each returns this tensor ———

  copy_(source: Tensor): this {
    return inPlace(aten.copy_, this, source);
  }

  fill_(value: number): this {
    return inPlace(aten.fill_, this, value);
  }

  zero_(): this {
    return inPlace(aten.zero_, this);
  }

  /** Adds `alpha · other`. */
  add_(other: Tensor | number, { alpha = 1 } = {}): this {
    return inPlace(typeof other === "number" ? aten.addScalar_ : aten.add_, this, other, alpha);
  }

  mul_(other: Tensor | number): this {
    return inPlace(typeof other === "number" ? aten.mulScalar_ : aten.mul_, this, other);
  }

  /** Adds row `i` of `source` to row `index[i]`. */
  indexAdd_(dim: number, index: Tensor, source: Tensor): this {
    return inPlace(aten.indexAdd_, this, dim, index, source);
  }
}

/** Where and how a tensor is stored. */
export interface TensorPlace {
  dtype?: DType | undefined;
  device?: string | undefined;
  memoryFormat?: MemoryFormat | undefined;
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
