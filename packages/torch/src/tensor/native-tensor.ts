/**
 * Tensors as JavaScript owns them: a handle that is freed once, its description, its values, its part in autograd.
 *
 * @module
 */
import { TensorDisposedError } from "../error.js";
import { native, type TensorHandle } from "../runtime/native.js";
import { type DType, getTypedArray } from "./dtype.js";
import { track } from "./scope.js";
import { aten } from "./tensor-operations.js";

/** Numbers nested as deep as a tensor has dimensions. */
export type NestedNumbers = number | NestedNumbers[];

/** A numeric array of a dtype: BigInt64Array for int64, Uint8Array for uint8 and bool. */
export type TypedArray = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | BigInt64Array;

/** What a tensor is without its operators: a native handle, what it holds, whether it is freed. */
export class NativeTensor {
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

  /** Number of elements. */
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

  /** Frees the tensor that this object stands for, and takes over another in its place. */
  protected become(other: NativeTensor): void {
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

  /** A copy of the values, row-major; float16 and bfloat16 are converted to float32. */
  toTypedArray(): TypedArray {
    if (this.dtype === "float16" || this.dtype === "bfloat16") {
      const wide = aten.toDevice.call([this, this.device, "float32"]) as TensorHandle;
      const bytes = native().toBytes(wide);
      native().release(wide);
      return new Float32Array(bytes);
    }
    return new (getTypedArray(this.dtype))(native().toBytes(this.handle)) as TypedArray;
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

  /** Forgets the gradient. */
  clearGrad(): void {
    native().clearGradient(this.handle);
  }

  /**
   * Accumulates into the leaves' `grad`; afterwards the graph is gone.
   *
   * @param gradient of the loss by this tensor; may be left out for a scalar.
   */
  backward(gradient?: NativeTensor): void {
    native().backward(this.handle, gradient?.handle ?? null);
  }
}
