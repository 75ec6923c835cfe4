// Forward and backward-data: one pass over blocks of tiles, whose transforms stay in a core's second cache.
//
//     weights ─ U          block of input ─ V ─ at each point: M = V U ─ block of output
//
// Every output is computed in one way, whatever the number of threads: the same bits.
#pragma once
#include "../sweep.h"
#include "products.h"
#include "transform_maps.h"
#include "transform_weights.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// Outputs whose products at all points are in memory at once.
constexpr int64_t kOutputGroup = 64;

/// Tiles per block; measured, the optimum is flat.
template <int W, int Vectors>
inline int64_t tilesPerBlock(int64_t inputs, int64_t outputs) {
  if (inputs * outputs >= 128 * 128 || Vectors * W == 8) return 64;
  return Vectors == 4 ? 24 : Vectors == 2 ? 48 : 32;
}

/// The plan's weights at their points. `turned`: for backward-data, where the plan's inputs are the weights' outputs.
template <int W, int B>
inline void prepareWeights(const Convolution3x3& plan, bool turned, float* U) {
  forImages(plan.parallelFor, plan.outputs / W, plan.inputs * W * kPoints / 4, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++)
      if (turned) transformTurnedWeights<W, B>(plan.weight, plan.outputs, plan.inputs, i * W, U);
      else transformWeights<W, B>(plan.weight, plan.inputs, i * W, U);
  });
}

template <int W, int Rows, int Vectors>
inline void convolve(const Convolution3x3& plan, bool turned) {
  constexpr int B = Vectors * W;
  const int64_t inputs = plan.inputs, outputs = plan.outputs;
  const int64_t group = std::min<int64_t>(outputs, std::max<int64_t>(B, kOutputGroup / B * B));
  const int64_t groups = (outputs + group - 1) / group;
  const Tiles tiles(plan, tilesPerBlock<W, Vectors>(inputs, outputs), Rows);
  const int64_t strideV = tiles.stride(inputs), strideM = tiles.stride(group);
  const Scratch weights(plan.scratch, kPoints * inputs * outputs);
  const float* U = weights.floats();
  prepareWeights<W, B>(plan, turned, weights.floats());
  const auto convolveRange = [&](int64_t begin, int64_t end) {
    const Scratch scratch(plan.scratch, kPoints * (strideV + strideM) + inputScratch<W>(tiles, inputs));
    float *V = scratch.floats(), *M = V + kPoints * strideV, *rest = M + kPoints * strideM;
    if (tiles.padded != tiles.rowsPerBlock * tiles.across)
      std::memset(V, 0, kPoints * strideV * sizeof(float));  // what pads a block: no denormals, which are slow to multiply
    int64_t transformed = -1;
    for (int64_t item = begin; item < end; item++) {
      const int64_t block = item / groups, k = item % groups * group, count = std::min(group, outputs - k);
      const RowRange range(tiles, block);
      if (transformed != block) transformInput<W>(tiles, plan.input, {inputs, 0, inputs}, range, V, rest);
      transformed = block;
      for (int point = 0; point < kPoints; point++)
        for (int64_t panel = 0; panel < count; panel += B)
          multiplyTiles<W, Rows, Vectors>(V + point * strideV, tiles.padded, range.tiles(tiles.across), inputs,
                                          U + ((k + panel) / B * kPoints + point) * inputs * B,
                                          M + point * strideM + panel * tiles.padded);
      transformOutput<W, B>(tiles, M, strideM, {outputs, k, k + count}, range, plan.result);
    }
  };
  forImages(plan.parallelFor, tiles.blocks * groups, tiles.padded * (inputs + group), convolveRange);
}

/// Chooses how many values stay in registers. Vectors of 16 need channels in sixteens.
inline void convolve(const Convolution3x3& plan, bool turned) {
#ifdef __AVX512F__
  if (plan.inputs % 16 == 0 && plan.outputs % 64 == 0) return convolve<16, 4, 4>(plan, turned);
  if (plan.inputs % 16 == 0 && plan.outputs % 32 == 0) return convolve<16, 12, 2>(plan, turned);
  if (plan.inputs % 16 == 0 && plan.outputs % 16 == 0) return convolve<16, 16, 1>(plan, turned);
  return convolve<8, 16, 1>(plan, turned);
#else
  if (plan.outputs % 16 == 0) return convolve<8, 6, 2>(plan, turned);
  return convolve<8, 8, 1>(plan, turned);
#endif
}

inline void forward(const Convolution3x3& plan) { convolve(plan, false); }

/// The plan's input is the gradient of the output: its inputs are the K, its outputs the C.
inline void backwardData(const Convolution3x3& plan) { convolve(plan, true); }

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
