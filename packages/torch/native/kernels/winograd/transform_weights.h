// Weights to points and back.
//
//     weight  U[output / B][point][input][B] = G w Gᵀ          B: outputs that a product computes together
//     gradient of the weight  dw = Gᵀ dU G
//
// Weights are `[K, 3, 3, C]`. Of backward-data the outputs are the C, the inputs the K, and the filters are turned by 180°.
#pragma once
#include "tiles.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// One vector of filters, `taps[9]`, to its 36 points, `stride` floats apart.
template <int W>
inline void transformFilters(const Floats<W>* taps, float* out, int64_t stride) {
  Floats<W> half[kWindow][3];
#pragma GCC unroll 3
  for (int j = 0; j < 3; j++) {
    const Floats<W> column[3] = {taps[j], taps[3 + j], taps[6 + j]};
    Floats<W> points[kWindow];
    filterToPoints<W>(column, points);
#pragma GCC unroll 6
    for (int i = 0; i < kWindow; i++) half[i][j] = points[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < kWindow; i++) {
    Floats<W> points[kWindow];
    filterToPoints<W>(half[i], points);
#pragma GCC unroll 6
    for (int j = 0; j < kWindow; j++) store<W>(out + (i * kWindow + j) * stride, points[j]);
  }
}

/// Of W outputs from `k` on, all inputs: transposes, because the lanes are to be outputs.
template <int W, int B>
inline void transformWeights(const float* weight, int64_t inputs, int64_t k, float* U) {
  for (int64_t c = 0; c < inputs; c += 8) {
    float taps[9][8][W];
    for (int tap = 0; tap < 9; tap++)
      for (int lane = 0; lane < W; lane += 8)
        transpose8(weight + ((k + lane) * 9 + tap) * inputs + c, 9 * inputs, &taps[tap][0][lane], W);
    for (int input = 0; input < 8; input++) {
      Floats<W> filter[9];
#pragma GCC unroll 9
      for (int tap = 0; tap < 9; tap++) filter[tap] = load<W>(taps[tap][input]);
      transformFilters<W>(filter, U + (k / B * kPoints * inputs + c + input) * B + k % B, inputs * B);
    }
  }
}

/// The same of backward-data: of W of the C channels from `c` on, all of the K.
template <int W, int B>
inline void transformTurnedWeights(const float* weight, int64_t C, int64_t K, int64_t c, float* U) {
  for (int64_t k = 0; k < K; k++) {
    Floats<W> filter[9];
#pragma GCC unroll 9
    for (int tap = 0; tap < 9; tap++) filter[tap] = load<W>(weight + (k * 9 + 8 - tap) * C + c);
    transformFilters<W>(filter, U + (c / B * kPoints * K + k) * B + c % B, K * B);
  }
}

/// `dU[point][c][k]` of a block of channels to `part[tap][C][K]`, whose address is that of the block's first element.
template <int W>
inline void transformWeightGradient(const float* dU, int64_t inputs, int64_t outputs, float* part, int64_t C, int64_t K) {
  for (int64_t c = 0; c < inputs; c++)
    for (int64_t k = 0; k < outputs; k += W) {
      Floats<W> half[3][kWindow];
#pragma GCC unroll 6
      for (int j = 0; j < kWindow; j++) {
        Floats<W> u[kWindow], dg[3];
#pragma GCC unroll 6
        for (int i = 0; i < kWindow; i++) u[i] = load<W>(dU + ((i * kWindow + j) * inputs + c) * outputs + k);
        pointsToFilterGradient<W>(u, dg);
#pragma GCC unroll 3
        for (int i = 0; i < 3; i++) half[i][j] = dg[i];
      }
#pragma GCC unroll 3
      for (int i = 0; i < 3; i++) {
        Floats<W> dg[3];
        pointsToFilterGradient<W>(half[i], dg);
#pragma GCC unroll 3
        for (int j = 0; j < 3; j++) store<W>(part + ((i * 3 + j) * C + c) * K + k, dg[j]);
      }
    }
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
