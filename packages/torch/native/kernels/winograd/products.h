// The products at one point of forward and backward-data:  M[tile][output] = Σ over inputs of V[tile][input] · U[input][output].
//
// Rows × Vectors · W values stay in registers. Sums run over the inputs in their order, whatever the sizes: the same bits in all forms.
#pragma once
#include "tiles.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// V: `[inputs / W][padded][W]`, U: `[inputs][Vectors · W]`, M: `[tiles][Vectors · W]`.
template <int W, int Rows, int Vectors>
inline void multiplyRows(const float* V, int64_t padded, int64_t inputs, const float* U, float* M) {
  Floats<W> sums[Rows][Vectors] = {};
  for (int64_t c = 0; c < inputs; c += W, V += padded * W) {
#pragma GCC unroll 4
    for (int lane = 0; lane < W; lane++, U += Vectors * W) {
      Floats<W> u[Vectors];
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; v++) u[v] = load<W>(U + v * W);
#pragma GCC unroll 16
      for (int row = 0; row < Rows; row++) {
        const Floats<W> value = spread<W>(V[row * W + lane]);
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; v++) sums[row][v] = multiplyAdd(value, u[v], sums[row][v]);
      }
    }
  }
#pragma GCC unroll 16
  for (int row = 0; row < Rows; row++)
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; v++) store<W>(M + (row * Vectors + v) * W, sums[row][v]);
}

#ifdef __AVX512F__
/// One vector of outputs has one load per multiply-add, and processors load 64 bytes about once per cycle where they multiply twice. So
/// some of the values are spread from a register instead: a third more products per second.
inline void multiplySixteenRows(const float* V, int64_t padded, int64_t inputs, const float* U, float* M) {
  constexpr int kRows = 16, kLoaded = 10;
  __m512 sums[kRows];
#pragma GCC unroll 16
  for (int row = 0; row < kRows; row++) sums[row] = _mm512_setzero_ps();
  for (int64_t c = 0; c < inputs; c += 16, V += padded * 16) {
    __m512 kept[kRows - kLoaded];
#pragma GCC unroll 6
    for (int row = kLoaded; row < kRows; row++) kept[row - kLoaded] = _mm512_loadu_ps(V + row * 16);
    __m512i lanes = _mm512_setzero_si512();
    for (int lane = 0; lane < 16; lane++, U += 16, lanes = _mm512_add_epi32(lanes, _mm512_set1_epi32(1))) {
      const __m512 u = _mm512_loadu_ps(U);
#pragma GCC unroll 10
      for (int row = 0; row < kLoaded; row++) sums[row] = _mm512_fmadd_ps(_mm512_set1_ps(V[row * 16 + lane]), u, sums[row]);
#pragma GCC unroll 6
      for (int row = kLoaded; row < kRows; row++)
        sums[row] = _mm512_fmadd_ps(_mm512_maskz_permutexvar_ps(0xffff, lanes, kept[row - kLoaded]), u, sums[row]);
    }
  }
#pragma GCC unroll 16
  for (int row = 0; row < kRows; row++) _mm512_storeu_ps(M + row * 16, sums[row]);
}
#endif

/// All tiles of a block, in groups of `Rows`; the last group may contain tiles that nobody reads.
template <int W, int Rows, int Vectors>
__attribute__((noinline)) void multiplyTiles(const float* V, int64_t padded, int64_t tiles, int64_t inputs, const float* U, float* M) {
  for (int64_t tile = 0; tile < tiles; tile += Rows) {
#ifdef __AVX512F__
    if constexpr (W == 16 && Rows == 16 && Vectors == 1) {
      multiplySixteenRows(V + tile * W, padded, inputs, U, M + tile * W);
      continue;
    }
#endif
    multiplyRows<W, Rows, Vectors>(V + tile * W, padded, inputs, U, M + tile * Vectors * W);
  }
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
