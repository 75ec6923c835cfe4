// Sweeps over an image in channels_last order with vectors that are always full, whatever the number of channels: the
// pattern "which lane is which channel" repeats every lcm(C, lanes) values, so constants are laid out for one period.
#pragma once
#include <algorithm>
#include <numeric>
#include <vector>

#include "lanes.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// Values per thread below which waking it costs more than it saves.
constexpr int64_t kGrain = 1 << 15;

/// Calls `body(begin, end)` for all of `count` items of `size` values each, on several threads.
template <typename Body>
void forImages(ParallelFor parallelFor, int64_t count, int64_t size, const Body& body) {
  const auto call = [](const void* context, int64_t begin, int64_t end) { (*static_cast<const Body*>(context))(begin, end); };
  parallelFor(count, std::max<int64_t>(1, kGrain / std::max<int64_t>(1, size)), call, &body);
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
        if constexpr (std::is_same_v<decltype(vectors), int>) {
#pragma GCC unroll 4
          for (int v = 0; v < vectors; v++) body(sums[v].of, v * W, position + v * W, W);
        } else {
          for (int v = 0; v < decltype(vectors)::value; v++) body(sums[v].of, v * W, position + v * W, W);
        }
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

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
