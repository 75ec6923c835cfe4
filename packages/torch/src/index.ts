/**
 * Tensors, autograd, modules and optimisers on libtorch, reached through its own dispatcher.
 *
 * @module
 */

export { enableGrad, gradients, noGrad } from "./autograd.js";
export { chain } from "./chain.js";
export { type CounterPlace, counterWords } from "./counter-words.js";
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
export { Captured, canCapture } from "./cuda/captured.js";
export { type DType, dtypes, itemSize, type MemoryFormat } from "./dtype.js";
export { NativeError, ShapeError, TensorDisposedError, TorchError } from "./error.js";
export { type BnActOptions, bnAct } from "./fused/bn-act.js";
export { type BatchPlan, gatherBatch } from "./fused/gather-batch.js";
export { Generator } from "./generator.js";
export { writeFileAtomically } from "./io/atomic-file.js";
export { makeFolder } from "./io/make-folder.js";
export { NpyError, parseNpy, readNpy, writeNpy } from "./io/npy.js";
export {
  mapSafetensors,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from "./io/safetensors.js";
export { SafetensorsError } from "./io/safetensors-error.js";
export type { TensorDescription } from "./io/safetensors-format.js";
export { parseHeader } from "./io/safetensors-header.js";
export { SafetensorsWriter } from "./io/safetensors-writer.js";
export { readTorchFile, type TorchFile, TorchFileError } from "./io/torch-file.js";
export { type WeightsFormat, weightsFormat } from "./io/weights-format.js";
export { ZipArchive, type ZipOptions } from "./io/zip.js";
export { ZipError } from "./io/zip-directory.js";
export { Module, StateError } from "./module.js";
export { AvgPool2d } from "./modules/avg-pool2d.js";
export { type BatchNormReluOptions, batchNormRelu } from "./modules/batch-norm-relu.js";
export { BatchNorm2d } from "./modules/batch-norm2d.js";
export { Conv2d, type Conv2dOptions } from "./modules/conv2d.js";
export { crossEntropy } from "./modules/cross-entropy.js";
export { Dropout, dropoutsOf, type MaskPlace, setMasks } from "./modules/dropout.js";
export { Flatten } from "./modules/flatten.js";
export { GlobalAvgPool2d } from "./modules/global-avg-pool2d.js";
export { Identity } from "./modules/identity.js";
export { type KaimingOptions, kaimingNormal, kaimingUniform } from "./modules/init/kaiming.js";
export { Linear, type LinearOptions } from "./modules/linear.js";
export { MaxPool2d, type PoolOptions } from "./modules/max-pool2d.js";
export { ReLU } from "./modules/relu.js";
export { Sequential } from "./modules/sequential.js";
export { type BuiltLibtorch, builtLibtorch } from "./native.js";
export { operator } from "./operator.js";
export type { Operators } from "./operators.generated.js";
export { learningRateAt, type RunPosition, type Schedule } from "./optim/schedule.js";
export { SGD, type SGDOptions } from "./optim/sgd.js";
export { philox4x32, type Words } from "./philox.js";
export { allowTF32, autocast } from "./precision.js";
export { type CallWatcher, type OperatorCall, watchCalls } from "./recording.js";
export { cudaDevices, getThreads, libtorch, liveTensors, requireDevice, setThreads } from "./runtime.js";
export { currentScope, type Disposable, keep, type Scope, scope } from "./scope.js";
export { type Tap, within } from "./tap.js";
export { Buffer, type NestedNumbers, Parameter, Tensor, type TensorPlace, type TypedArray } from "./tensor.js";
