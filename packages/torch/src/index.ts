/**
 * Tensors, autograd, modules and optimisers on libtorch, reached through its own dispatcher.
 *
 * @module
 */
export { gradients, noGrad } from "./autograd.js";
export {
  arange,
  cat,
  empty,
  fromBytes,
  full,
  ones,
  rand,
  randn,
  stack,
  type TensorOptions,
  tensor,
  zeros,
} from "./create.js";
export { type DType, dtypes, itemSize, type MemoryFormat } from "./dtype.js";
export { NativeError, ShapeError, TensorDisposedError, TorchError } from "./error.js";
export { Generator } from "./generator.js";
export { Module, StateError } from "./module.js";
export { type BuiltLibtorch, builtLibtorch } from "./native.js";
export { operator } from "./operator.js";
export type { Operators } from "./operators.generated.js";
export { getThreads, libtorch, liveTensors, requireDevice, setThreads } from "./runtime.js";
export { type Disposable, keep, scope } from "./scope.js";
export { type Tap, within } from "./tap.js";
export { Buffer, type NestedNumbers, Parameter, Tensor, type TensorPlace, type TypedArray } from "./tensor.js";
