// Backward-weights: the gradient of the weights, a sum over all tiles.
//
//     block of input ─ V ┐
//     block of output gradient ─ D ┴─ at each point: dU += Vᵀ D ─ Gᵀ dU G ─ parts, summed in their order ─ dw
//
// Tiles are summed in chunks. Their number follows from the shape and not from the number of threads: the same bits on any machine.
#pragma once
#include "../sweep.h"
#include "gradient_products.h"
#include "transform_maps.h"
#include "transform_weights.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// Inputs and outputs of a block of channels, whose sums at all points, 590 kB, stay in a core's second cache.
constexpr int64_t kChannelGroup = 64;

/// How the work is cut, whatever the form and the number of threads.
struct GradientWork {
  int64_t inputGroup, outputGroup;    // channels
  int64_t inputGroups, outputGroups;  // how many of them
  Tiles tiles;
  int64_t chunks;

  explicit GradientWork(const Convolution3x3& plan)
      : inputGroup(std::min(plan.inputs, kChannelGroup)), outputGroup(std::min(plan.outputs, kChannelGroup)),
        inputGroups((plan.inputs + inputGroup - 1) / inputGroup), outputGroups((plan.outputs + outputGroup - 1) / outputGroup),
        tiles(plan, plan.inputs * plan.outputs <= 1024 ? 64 : 32, 1),
        chunks(std::min(tiles.blocks, wantedChunks(plan.inputs * plan.outputs))) {}

  int64_t items() const { return chunks * inputGroups * outputGroups; }

 private:
  /// Enough for the cores of a large machine together with the groups of channels; each costs a transform of all weights.
  static int64_t wantedChunks(int64_t filters) {
    return filters <= 256 ? 16 : filters <= 1024 ? 12 : filters <= 4096 ? 8 : filters <= 128 * 128 ? 4 : filters <= 256 * 256 ? 2 : 1;
  }
};

/// Sums the parts `[chunk][tap][C][K]` in their order, to `[K][tap][C]`.
inline void sumParts(const Convolution3x3& plan, const float* parts, int64_t chunks) {
  const int64_t C = plan.inputs, K = plan.outputs;
  forImages(plan.parallelFor, 9 * (C / 8), 8 * K * chunks, [&](int64_t begin, int64_t end) {
    for (int64_t item = begin; item < end; item++) {
      const int64_t tap = item / (C / 8), c = item % (C / 8) * 8;
      for (int64_t k = 0; k < K; k += 8) {
        const float* first = parts + (tap * C + c) * K + k;
        float sums[8][8];
        for (int row = 0; row < 8; row++) {
          Floats<8> sum = load<8>(first + row * K);
          for (int64_t chunk = 1; chunk < chunks; chunk++) sum += load<8>(first + chunk * 9 * C * K + row * K);
          store<8>(sums[row], sum);
        }
        transpose8(sums[0], 8, plan.result + (k * 9 + tap) * C + c, 9 * C);
      }
    }
  });
}

/// One chunk of tiles of one block of channels.
template <int W, int Rows, int Vectors>
inline void addChunk(const Convolution3x3& plan, const GradientWork& work, int64_t item, float* scratch, float* parts) {
  [[maybe_unused]] constexpr bool quads = W == 16 && Vectors == 1;
  const auto& tiles = work.tiles;
  const int64_t chunk = item / (work.inputGroups * work.outputGroups);
  const int64_t c = item / work.outputGroups % work.inputGroups * work.inputGroup, k = item % work.outputGroups * work.outputGroup;
  const ChannelRange inputs{plan.inputs, c, std::min(plan.inputs, c + work.inputGroup)};
  const ChannelRange outputs{plan.outputs, k, std::min(plan.outputs, k + work.outputGroup)};
  const int64_t strideV = tiles.stride(inputs.count()), strideD = tiles.stride(outputs.count());
  const int64_t strideU = inputs.count() * outputs.count();
  float *V = scratch, *D = V + kPoints * strideV, *dU = D + kPoints * strideD, *rest = dU + kPoints * strideU;
  std::memset(dU, 0, kPoints * strideU * sizeof(float));
  for (int64_t block = tiles.blocks * chunk / work.chunks; block < tiles.blocks * (chunk + 1) / work.chunks; block++) {
    const RowRange range(tiles, block);
    transformInput<W>(tiles, plan.input, inputs, range, V, rest);
    transformOutputGradient<W>(tiles, plan.outputGradient, outputs, range, D);
    for (int point = 0; point < kPoints; point++) {
      const float *v = V + point * strideV, *d = D + point * strideD;
      float* sums = dU + point * strideU;
#ifdef __AVX512F__
      if constexpr (quads) {
        addQuads(v, d, tiles.padded, range.tiles(tiles.across), inputs.count(), outputs.count(), sums);
        continue;
      }
#endif
      addProducts<W, Rows, Vectors>(v, d, tiles.padded, range.tiles(tiles.across), inputs.count(), outputs.count(), sums);
    }
  }
#ifdef __AVX512F__
  if constexpr (quads)
    for (int point = 0; point < kPoints; point++) unquad(dU + point * strideU, inputs.count(), outputs.count(), rest);
#endif
  float* part = parts + (chunk * 9 * plan.inputs + c) * plan.outputs + k;
  transformWeightGradient<W>(dU, inputs.count(), outputs.count(), part, plan.inputs, plan.outputs);
}

template <int W, int Rows, int Vectors>
inline void backwardWeights(const Convolution3x3& plan) {
  const GradientWork work(plan);
  const Scratch sums(plan.scratch, work.chunks * 9 * plan.inputs * plan.outputs);
  const int64_t channels = work.inputGroup * work.outputGroup;
  const int64_t size = work.tiles.floats(work.inputGroup) + work.tiles.floats(work.outputGroup) + kPoints * channels +
                       std::max(inputScratch<W>(work.tiles, plan.inputs), channels);
  forImages(plan.parallelFor, work.items(), kGrain, [&](int64_t begin, int64_t end) {
    const Scratch scratch(plan.scratch, size);
    for (int64_t item = begin; item < end; item++) addChunk<W, Rows, Vectors>(plan, work, item, scratch.floats(), sums.floats());
  });
  sumParts(plan, sums.floats(), work.chunks);
}

/// Chooses how many values stay in registers. Vectors of 16 need channels in sixteens.
inline void backwardWeights(const Convolution3x3& plan) {
#ifdef __AVX512F__
  if (plan.inputs % 16 == 0 && plan.outputs % 64 == 0) return backwardWeights<16, 4, 4>(plan);
  if (plan.inputs % 16 == 0 && plan.outputs % 32 == 0) return backwardWeights<16, 8, 2>(plan);
  if (plan.inputs % 16 == 0 && plan.outputs % 16 == 0) return backwardWeights<16, 16, 1>(plan);
#else
  if (plan.outputs % 16 == 0) return backwardWeights<8, 4, 2>(plan);
#endif
  return backwardWeights<8, 8, 1>(plan);
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
