/**
 * Tensors, autograd, modules, optimizers and checkpoints on libtorch, reached through its own dispatcher.
 *
 * @module
 */

export { PickledBytes, unpickleBytes } from "./checkpoints/array-pickle.js";
export { PickleError } from "./checkpoints/pickle-machine.js";
export {
  findRefusedFile,
  REFUSED_ARCHIVES,
  REFUSED_FILES,
  REFUSED_TENSORS,
  type RefusedFile,
} from "./checkpoints/refused-files.js";
export { readTorchFile, type TorchFile, TorchFileError } from "./checkpoints/torch-file.js";
export { type WeightsFormat, weightsFormat } from "./checkpoints/weights-format.js";
export { Captured, canCapture } from "./cuda/captured.js";
export { NativeError, ShapeError, TensorDisposedError, TorchError } from "./error.js";
export { type BnActOptions, bnAct } from "./fused/bn-act.js";
export { convolve3x3 } from "./fused/convolve-3x3.js";
export { type BatchPlan, gatherBatch } from "./fused/gather-batch.js";
export { AvgPool2d } from "./modules/avg-pool2d.js";
export { type BatchNormReluOptions, batchNormRelu } from "./modules/batch-norm-relu.js";
export { BatchNorm2d } from "./modules/batch-norm2d.js";
export { chain } from "./modules/chain.js";
export { Conv2d, type Conv2dOptions, type ConvolutionForm, convolutionForms } from "./modules/conv2d.js";
export { crossEntropy } from "./modules/cross-entropy.js";
export { Dropout, findDropouts, type MaskPlace, setMasks } from "./modules/dropout.js";
export { Flatten } from "./modules/flatten.js";
export { GlobalAvgPool2d } from "./modules/global-avg-pool2d.js";
export { Identity } from "./modules/identity.js";
export { type KaimingOptions, kaimingNormal, kaimingUniform } from "./modules/init/kaiming.js";
export { Linear, type LinearOptions } from "./modules/linear.js";
export { MaxPool2d, type Pool2dOptions } from "./modules/max-pool2d.js";
export { Module, StateError } from "./modules/module.js";
export { ReLU } from "./modules/relu.js";
export { Sequential } from "./modules/sequential.js";
export { setConvolutions } from "./modules/set-convolutions.js";
export { showUnits, type Tap, within } from "./modules/tap.js";
export { NpyError, parseNpy, readNpy, writeNpy } from "./numpy/npy.js";
export { learningRateAt, type RunPosition, type Schedule } from "./optim/schedule.js";
export { SGD, type SGDOptions } from "./optim/sgd.js";
export { type KernelForm, type KernelSupport, kernels } from "./runtime/kernels.js";
export { type BuiltLibtorch, builtLibtorch } from "./runtime/native.js";
export { autocast, isTF32Allowed, withTF32 } from "./runtime/precision.js";
export { cudaDevices, getThreads, libtorch, liveTensors, requireDevice, setThreads } from "./runtime/runtime.js";
export { mapSafetensors, readSafetensors, type SafetensorsFile, writeSafetensors } from "./safetensors/safetensors.js";
export { SafetensorsError } from "./safetensors/safetensors-error.js";
export type { TensorDescription } from "./safetensors/safetensors-format.js";
export { parseHeader } from "./safetensors/safetensors-header.js";
export { SafetensorsWriter } from "./safetensors/safetensors-writer.js";
export { enableGrad, gradients, noGrad } from "./tensor/autograd.js";
export { type CounterPlace, counterWords } from "./tensor/counter-words.js";
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
} from "./tensor/create.js";
export { type DType, dtypes, itemSize, type MemoryFormat } from "./tensor/dtype.js";
export { Generator } from "./tensor/generator.js";
export type { NestedNumbers, TypedArray } from "./tensor/native-tensor.js";
export { operator } from "./tensor/operator.js";
export type { Operators } from "./tensor/operators.generated.js";
export { Buffer, Parameter } from "./tensor/parameter.js";
export { type CallWatcher, type OperatorCall, watchCalls } from "./tensor/recording.js";
export { currentScope, type Disposable, keep, type Scope, scope } from "./tensor/scope.js";
export { Tensor, type TensorPlace } from "./tensor/tensor.js";
