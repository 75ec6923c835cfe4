// Vectors of 64 bytes, whatever the processor has: the compiler splits them where its own are shorter.
#pragma once
#include <cstring>

#include "kernels.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

template <typename Real>
struct VectorOf {
  typedef Real type __attribute__((vector_size(64)));
};
template <typename Real>
using Vector = typename VectorOf<Real>::type;

template <typename Real>
constexpr int lanes = 64 / sizeof(Real);

using Words = uint32_t __attribute__((vector_size(64)));
using HalfWords = uint16_t __attribute__((vector_size(32)));

template <typename Real, typename = std::enable_if_t<std::is_floating_point_v<Real>>>
inline Vector<Real> loadFull(const Real* from) {
  Vector<Real> values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

inline Vector<float> loadFull(const BFloat16Bits* from) {
  HalfWords bits;
  std::memcpy(&bits, from, sizeof bits);
  return (Vector<float>)(__builtin_convertvector(bits, Words) << 16);
}

template <typename Real, typename = std::enable_if_t<std::is_floating_point_v<Real>>>
inline void storeFull(Real* to, Vector<Real> values) {
  std::memcpy(to, &values, sizeof values);
}

/// Rounds to nearest, ties to even; NaN stays NaN.
inline void storeFull(BFloat16Bits* to, Vector<float> values) {
  const Words bits = (Words)values;
  const Words rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const HalfWords halves = __builtin_convertvector(values == values ? rounded : Words{} + 0x7fc0, HalfWords);
  std::memcpy(to, &halves, sizeof halves);
}

/// The first `count` values; zeros in the other lanes. A constant full count costs nothing.
template <typename Storage>
inline auto load(const Storage* from, int64_t count) {
  constexpr int full = lanes<Working<Storage>>;
  if (count == full) return loadFull(from);
  Storage part[full] = {};
  std::memcpy(part, from, count * sizeof(Storage));
  return loadFull(part);
}

template <typename Storage>
inline void store(Storage* to, Vector<Working<Storage>> values, int64_t count) {
  constexpr int full = lanes<Working<Storage>>;
  if (count == full) return storeFull(to, values);
  Storage part[full];
  storeFull(part, values);
  std::memcpy(to, part, count * sizeof(Storage));
}

/// Zeros in the lanes from `count` on.
template <typename Real>
inline Vector<Real> first(Vector<Real> values, int64_t count) {
  for (int64_t lane = count; lane < lanes<Real>; lane++) values[lane] = 0;
  return values;
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
