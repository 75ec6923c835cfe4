// The products at one point of backward-weights:  dU[input][output] += Σ over tiles of V[tile][input] · D[tile][output].
//
// Sums run over the tiles in their order, whatever the sizes: the same bits in all forms.
#pragma once
#include "tiles.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// V: `[inputs / W][padded][W]`, D: `[outputs / W][padded][W]`, dU: `[inputs][outputs]`.
template <int W, int Rows, int Vectors>
__attribute__((noinline)) void addProducts(const float* V, const float* D, int64_t padded, int64_t tiles, int64_t inputs,
                                           int64_t outputs, float* dU) {
  for (int64_t k = 0; k < outputs; k += Vectors * W)
    for (int64_t c = 0; c < inputs; c += Rows) {
      const float *v = V + c / W * W * padded + c % W, *d = D + k * padded;
      float* out = dU + c * outputs + k;
      Floats<W> sums[Rows][Vectors];
#pragma GCC unroll 8
      for (int row = 0; row < Rows; row++)
#pragma GCC unroll 4
        for (int i = 0; i < Vectors; i++) sums[row][i] = load<W>(out + row * outputs + i * W);
#pragma GCC unroll 2
      for (int64_t tile = 0; tile < tiles; tile++, v += W, d += W) {
        Floats<W> gradient[Vectors];
#pragma GCC unroll 4
        for (int i = 0; i < Vectors; i++) gradient[i] = load<W>(d + i * W * padded);
#pragma GCC unroll 8
        for (int row = 0; row < Rows; row++) {
          const Floats<W> value = spread<W>(v[row]);
#pragma GCC unroll 4
          for (int i = 0; i < Vectors; i++) sums[row][i] = multiplyAdd(value, gradient[i], sums[row][i]);
        }
      }
#pragma GCC unroll 8
      for (int row = 0; row < Rows; row++)
#pragma GCC unroll 4
        for (int i = 0; i < Vectors; i++) store<W>(out + row * outputs + i * W, sums[row][i]);
    }
}

#ifdef __AVX512F__
/// 16 × 16 products in quads of lanes: five loads and four shuffles for 16 multiply-adds instead of 17 loads.
/// `dU[inputs / 16][outputs / 16][16 · quad + row][lane]` holds input lane / 4 · 4 + row, output 4 · quad + lane % 4; {@link unquad}.
inline void addQuads(const float* V, const float* D, int64_t padded, int64_t tiles, int64_t inputs, int64_t outputs, float* dU) {
  for (int64_t c = 0; c < inputs; c += 16)
    for (int64_t k = 0; k < outputs; k += 16, dU += 256) {
      const float *v = V + c * padded, *d = D + k * padded;
      __m512 sums[16];
#pragma GCC unroll 16
      for (int i = 0; i < 16; i++) sums[i] = _mm512_loadu_ps(dU + i * 16);
      for (int64_t tile = 0; tile < tiles; tile++, v += 16, d += 16) {
        const __m512 values = _mm512_loadu_ps(v);
        const __m512 rows[4] = {_mm512_maskz_permute_ps(0xffff, values, 0), _mm512_maskz_permute_ps(0xffff, values, 0x55), _mm512_maskz_permute_ps(0xffff, values, 0xaa),
                                _mm512_maskz_permute_ps(0xffff, values, 0xff)};
#pragma GCC unroll 4
        for (int quad = 0; quad < 4; quad++) {
          const __m512 gradient = _mm512_maskz_broadcast_f32x4(0xffff, _mm_loadu_ps(d + 4 * quad));
#pragma GCC unroll 4
          for (int row = 0; row < 4; row++) sums[quad * 4 + row] = _mm512_fmadd_ps(rows[row], gradient, sums[quad * 4 + row]);
        }
      }
#pragma GCC unroll 16
      for (int i = 0; i < 16; i++) _mm512_storeu_ps(dU + i * 16, sums[i]);
    }
}

/// The sums of {@link addQuads} at one point to `[inputs][outputs]`. @param scratch inputs · outputs floats.
inline void unquad(float* dU, int64_t inputs, int64_t outputs, float* scratch) {
  std::memcpy(scratch, dU, inputs * outputs * sizeof(float));
  for (int64_t c = 0; c < inputs; c += 16)
    for (int64_t k = 0; k < outputs; k += 16, scratch += 256)
      for (int i = 0; i < 16; i++)
        for (int lane = 0; lane < 16; lane++)
          dU[(c + lane / 4 * 4 + i % 4) * outputs + k + i / 4 * 4 + lane % 4] = scratch[i * 16 + lane];
}
#endif

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
