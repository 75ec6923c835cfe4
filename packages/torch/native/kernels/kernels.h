// The kernels that are ours: loops over raw memory, compiled once for each set of instructions, see form.cpp. They include no
// header of libtorch, because what an AVX-512 object file holds must never run on a processor without it.
#pragma once
#include <cstdint>
#include <type_traits>

namespace selectivity {

/// The bits of a bfloat16, as libtorch stores them.
struct BFloat16Bits {
  uint16_t bits;
};

/// What values are computed in: float64 for float64, float32 for float32 and bfloat16.
template <typename Storage>
using Working = std::conditional_t<std::is_same_v<Storage, double>, double, float>;

/// Work on the items `begin` to `end`; `context` is what the caller gave.
using RangeBody = void (*)(const void* context, int64_t begin, int64_t end);

/// Calls the body for all of `count` items, `grain` or more at a time, on several threads: libtorch's `parallel_for`.
using ParallelFor = void (*)(int64_t count, int64_t grain, RangeBody body, const void* context);

/// Maps `[N, C, H, W]` in channels_last order.
struct MapShape {
  int64_t images, channels, pixels;
};

/// bn_act forward. Means and statistics are of the working type and of float64.
template <typename Storage>
struct BnActForward {
  using Real = Working<Storage>;
  ParallelFor parallelFor;
  MapShape shape;
  bool training;
  double momentum, eps;
  const Storage *x, *residual;  // residual: null if there is none
  const Real *weight, *bias;    // [C]
  Real *runningMean, *runningVar;  // [C], changed in training
  Storage* activation;
  Real* unitMeans;     // [N, C]
  double* statistics;  // [2, C]: mean, 1 / standard deviation
};

/// bn_act backward. With a residual, `residualGradient` takes the gradient of the map before ReLU.
template <typename Storage>
struct BnActBackward {
  using Real = Working<Storage>;
  ParallelFor parallelFor;
  MapShape shape;
  bool training, hasResidual;
  const Storage *x, *activation;  // activation: of forward, with a residual only
  const Real *weight, *bias;
  const double* statistics;
  const Storage* gradient;    // may be the same memory as the result: each value is read before one is written in its place
  const Real* meansGradient;  // [N, C]
  Storage *xGradient, *residualGradient;
  Real *weightGradient, *biasGradient;
};

/// gather_batch: see gather_batch.cpp.
struct GatherBatch {
  ParallelFor parallelFor;
  int64_t batch, channels, height, width;
  const uint8_t* images;               // [N, C, H, W]
  const int64_t *index, *offset;       // [B], [B, 2]
  const bool* flip;                    // [B]
  const float *mean, *std;             // [C]
  float* out;                          // [B, H, W, C]
};

/// counter_words: see counter_words.cpp.
struct CounterWords {
  ParallelFor parallelFor;
  int64_t rows, strides;  // each row takes strides · kWordsPerStride words
  uint32_t keyLow, keyHigh, place, stream;
  const int64_t* index;  // [rows]
  uint32_t* out;
};

/// Memory that a kernel needs for a while; `take` and `give` may be called on any thread.
struct ScratchMemory {
  void* (*take)(int64_t bytes);
  void (*give)(void* memory);
};

/// A convolution of 3 × 3 pixels, stride 1, padding 1, of maps in channels_last order; channels come in eights: see winograd.cpp.
struct Convolution3x3 {
  ParallelFor parallelFor;
  ScratchMemory scratch;
  int64_t images, height, width, inputs, outputs;
  const float* input;           // [N, H, W, inputs]
  const float* weight;          // [outputs, 3, 3, inputs]; of backward-data [inputs, 3, 3, outputs]
  const float* outputGradient;  // [N, H, W, outputs]; for backward-weights
  float* result;
};

/// Null in the form that has no fused multiply-add: libtorch's convolution runs there.
struct WinogradKernels {
  void (*forward)(const Convolution3x3&);
  void (*backwardData)(const Convolution3x3&);
  void (*backwardWeights)(const Convolution3x3&);
};

/// Words that counter_words computes at once.
constexpr int64_t kWordsPerStride = 32;

template <typename Storage>
struct BnActKernels {
  void (*forward)(const BnActForward<Storage>&);
  void (*backward)(const BnActBackward<Storage>&);
};

/// All kernels in one form.
struct Kernels {
  const char* name;
  BnActKernels<float> float32;
  BnActKernels<double> float64;
  BnActKernels<BFloat16Bits> bfloat16;
  void (*gatherBatch)(const GatherBatch&);
  void (*counterWords)(const CounterWords&);
  WinogradKernels winograd;
};

/// The form in use.
const Kernels& kernels();

/// libtorch's threads, for the kernels.
void parallelFor(int64_t count, int64_t grain, RangeBody body, const void* context);

}  // namespace selectivity
