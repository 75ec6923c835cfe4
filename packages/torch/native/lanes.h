// Sweeps over an image in channels_last order with vectors that are always full, whatever the number of channels: the
// pattern "which lane is which channel" repeats every lcm(C, lanes) values, so constants are laid out for one period.
#pragma once
#include <c10/util/BFloat16.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>
#include <vector>

namespace selectivity {

/// What values are computed in: float64 for float64, float32 for float32 and bfloat16.
template <typename Storage>
using Working = std::conditional_t<std::is_same_v<Storage, double>, double, float>;

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

inline Vector<float> loadFull(const c10::BFloat16* from) {
  HalfWords bits;
  std::memcpy(&bits, from, sizeof bits);
  return (Vector<float>)(__builtin_convertvector(bits, Words) << 16);
}

template <typename Real, typename = std::enable_if_t<std::is_floating_point_v<Real>>>
inline void storeFull(Real* to, Vector<Real> values) {
  std::memcpy(to, &values, sizeof values);
}

/// Rounds to nearest, ties to even; NaN stays NaN.
inline void storeFull(c10::BFloat16* to, Vector<float> values) {
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

/// One image: `pixels` times `channels` values, and the period of its lanes.
template <typename Real>
struct Image {
  /// Vectors whose sums stay in registers, where their lanes hold whole pixels.
  static constexpr int unrolled = 4;

  int64_t pixels, channels;
  int64_t size = pixels * channels;
  int64_t period = unrolled * lanes<Real> % channels == 0 ? unrolled * lanes<Real> : std::lcm(channels, int64_t{lanes<Real>});

  /// One value a channel, laid out for one period.
  template <typename Value>
  void spread(const Value* channelValues, Real* laneValues, Real factor = 1) const {
    for (int64_t lane = 0; lane < period; lane += channels)
      for (int64_t c = 0; c < channels; c++) laneValues[lane + c] = Real(channelValues[c]) * factor;
  }

  /// Sums of lanes to sums of channels.
  void fold(const double* laneSums, double* channelSums) const {
    std::copy(laneSums, laneSums + channels, channelSums);
    for (int64_t lane = channels; lane < period; lane += channels)
      for (int64_t c = 0; c < channels; c++) channelSums[c] += laneSums[lane + c];
  }
};

/// Adds a vector to float64 sums.
template <typename Real>
inline void flush(Vector<Real>& sums, double* into) {
  for (int lane = 0; lane < lanes<Real>; lane++) into[lane] += sums[lane];
  sums = Vector<Real>{};
}

/// Vectors to add to; one more than asked for, because there is no array of none.
template <int Sums, typename Real>
struct LaneSums {
  Vector<Real> of[Sums + 1] = {};
};

/**
 * Calls `body(sums, lane, position, count)` for every vector of the first `size` values of an image, in order. `lane`: its
 * place in the period; `count`: how many of its values belong to the image; `sums`: `Sums` vectors to add to, whose
 * totals are written to `totals[Sums][period]`. Sums are of the working type over short runs, of float64 over these.
 */
template <int Sums, typename Real, typename Body>
inline void sweep(const Image<Real>& image, int64_t size, double* totals, Body body) {
  constexpr int W = lanes<Real>, unrolled = Image<Real>::unrolled, run = 128;
  const int64_t period = image.period, whole = size / period * period;
  std::fill(totals, totals + Sums * period, 0.0);
  int64_t position = 0;
  const auto wholePeriods = [&](auto& sums, auto vectors) {
    while (position < whole) {
      for (const int64_t end = std::min(whole, position + run * period); position < end; position += period)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) body(sums[v].of, v * W, position + v * W, W);
      for (int v = 0; v < vectors; v++)
        for (int s = 0; s < Sums; s++) flush<Real>(sums[v].of[s], totals + s * period + v * W);
    }
  };
  if (period == unrolled * W) {
    LaneSums<Sums, Real> sums[unrolled];
    wholePeriods(sums, std::integral_constant<int, unrolled>{});
  } else {
    std::vector<LaneSums<Sums, Real>> sums(period / W);
    wholePeriods(sums, int(period / W));
  }
  for (int64_t lane = 0; position < size; lane += W, position += W) {
    LaneSums<Sums, Real> sums;
    body(sums.of, lane, position, std::min<int64_t>(W, size - position));
    for (int s = 0; s < Sums; s++) flush<Real>(sums.of[s], totals + s * period + lane);
  }
}

}  // namespace selectivity
