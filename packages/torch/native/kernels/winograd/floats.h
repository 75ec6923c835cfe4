// Vectors of 8 or 16 float32 in one register, with fused multiply-add written out: the order of roundings is then the same in
// every form of the kernels, and so are the bits.
#pragma once
#include <immintrin.h>

#include <cstring>

#include "../kernels.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

template <int Width>
struct FloatsOf;
template <>
struct FloatsOf<8> {
  typedef float type __attribute__((vector_size(32)));
};
template <>
struct FloatsOf<16> {
  typedef float type __attribute__((vector_size(64)));
};
template <int Width>
using Floats = typename FloatsOf<Width>::type;

template <int Width>
inline Floats<Width> load(const float* from) {
  Floats<Width> values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

template <int Width>
inline void store(float* to, Floats<Width> values) {
  std::memcpy(to, &values, sizeof values);
}

/// `value` in every lane. Less zero, which the compiler leaves out; plus zero it would have to add, because of −0.
template <int Width>
inline Floats<Width> spread(float value) {
  return value - Floats<Width>{};
}

/// a · b + c, rounded once.
inline Floats<8> multiplyAdd(Floats<8> a, Floats<8> b, Floats<8> c) {
  return (Floats<8>)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}
#ifdef __AVX512F__
inline Floats<16> multiplyAdd(Floats<16> a, Floats<16> b, Floats<16> c) {
  return (Floats<16>)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}
#endif

template <int Width>
inline Floats<Width> multiplyAdd(float a, Floats<Width> b, Floats<Width> c) {
  return multiplyAdd(spread<Width>(a), b, c);
}

/// Eight rows of eight values become eight columns.
inline void transpose8(const float* from, int64_t fromStride, float* to, int64_t toStride) {
  __m256 rows[8], pairs[8], quads[8];
#pragma GCC unroll 8
  for (int row = 0; row < 8; row++) rows[row] = _mm256_loadu_ps(from + row * fromStride);
#pragma GCC unroll 4
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = _mm256_unpacklo_ps(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm256_unpackhi_ps(rows[i], rows[i + 1]);
  }
#pragma GCC unroll 2
  for (int i = 0; i < 8; i += 4) {
    quads[i] = _mm256_shuffle_ps(pairs[i], pairs[i + 2], 0x44);
    quads[i + 1] = _mm256_shuffle_ps(pairs[i], pairs[i + 2], 0xee);
    quads[i + 2] = _mm256_shuffle_ps(pairs[i + 1], pairs[i + 3], 0x44);
    quads[i + 3] = _mm256_shuffle_ps(pairs[i + 1], pairs[i + 3], 0xee);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    _mm256_storeu_ps(to + i * toStride, _mm256_permute2f128_ps(quads[i], quads[i + 4], 0x20));
    _mm256_storeu_ps(to + (i + 4) * toStride, _mm256_permute2f128_ps(quads[i], quads[i + 4], 0x31));
  }
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
