// The one-dimensional transforms of F(4, 3): four outputs of a filter of three, from six inputs, by six products.
//
//     y = Aᵀ ((G g) ⊙ (Bᵀ d))                       of the filter's gradient: Gᵀ ((A dy) ⊙ (Bᵀ d))
//
// Points 0, ±5/8, ±3/2, ∞. Their rounding error is half of that of 0, ±1, ±2, ∞, and with fused multiply-add they cost the same.
// Applied to rows and then to columns they are those of F(4×4, 3×3). Source: Lavin & Gray 2016, arXiv:1509.09308.
#pragma once
#include "floats.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

constexpr int kTile = 4, kWindow = 6, kPoints = kWindow * kWindow;  // outputs and inputs per side, products per tile

constexpr float kA = 0.625f, kB = 1.5f, kAA = kA * kA, kBB = kB * kB;
constexpr float kScale0 = 1 / (kAA * kBB), kScaleA = 1 / (2 * kAA * (kAA - kBB)), kScaleB = 1 / (2 * kBB * (kBB - kAA));

/// Bᵀ d: six inputs to six points.
template <int W>
inline void inputToPoints(const Floats<W>* d, Floats<W>* points) {
  points[0] = multiplyAdd<W>(kAA * kBB, d[0], multiplyAdd<W>(-(kAA + kBB), d[2], d[4]));
  points[5] = multiplyAdd<W>(kAA * kBB, d[1], multiplyAdd<W>(-(kAA + kBB), d[3], d[5]));
  const Floats<W> evenA = multiplyAdd<W>(-kBB, d[2], d[4]), oddA = multiplyAdd<W>(-kBB, d[1], d[3]);
  points[1] = multiplyAdd<W>(kA, oddA, evenA);
  points[2] = multiplyAdd<W>(-kA, oddA, evenA);
  const Floats<W> evenB = multiplyAdd<W>(-kAA, d[2], d[4]), oddB = multiplyAdd<W>(-kAA, d[1], d[3]);
  points[3] = multiplyAdd<W>(kB, oddB, evenB);
  points[4] = multiplyAdd<W>(-kB, oddB, evenB);
}

/// Aᵀ m: six points to four outputs.
template <int W>
inline void pointsToOutput(const Floats<W>* m, Floats<W>* y) {
  const Floats<W> evenA = m[1] + m[2], oddA = m[1] - m[2], evenB = m[3] + m[4], oddB = m[3] - m[4];
  y[0] = m[0] + evenA + evenB;
  y[1] = multiplyAdd<W>(kA, oddA, kB * oddB);
  y[2] = multiplyAdd<W>(kAA, evenA, kBB * evenB);
  y[3] = multiplyAdd<W>(kAA * kA, oddA, multiplyAdd<W>(kBB * kB, oddB, m[5]));
}

/// A dy: the gradient of four outputs to that of six points.
template <int W>
inline void outputGradientToPoints(const Floats<W>* dy, Floats<W>* points) {
  points[0] = dy[0];
  points[5] = dy[3];
  const Floats<W> evenA = multiplyAdd<W>(kAA, dy[2], dy[0]), oddA = multiplyAdd<W>(kAA, dy[3], dy[1]);
  points[1] = multiplyAdd<W>(kA, oddA, evenA);
  points[2] = multiplyAdd<W>(-kA, oddA, evenA);
  const Floats<W> evenB = multiplyAdd<W>(kBB, dy[2], dy[0]), oddB = multiplyAdd<W>(kBB, dy[3], dy[1]);
  points[3] = multiplyAdd<W>(kB, oddB, evenB);
  points[4] = multiplyAdd<W>(-kB, oddB, evenB);
}

/// G g: a filter of three to six points.
template <int W>
inline void filterToPoints(const Floats<W>* g, Floats<W>* points) {
  points[0] = kScale0 * g[0];
  points[5] = g[2];
  const Floats<W> evenA = multiplyAdd<W>(kScaleA * kAA, g[2], kScaleA * g[0]);
  points[1] = multiplyAdd<W>(kScaleA * kA, g[1], evenA);
  points[2] = multiplyAdd<W>(-kScaleA * kA, g[1], evenA);
  const Floats<W> evenB = multiplyAdd<W>(kScaleB * kBB, g[2], kScaleB * g[0]);
  points[3] = multiplyAdd<W>(kScaleB * kB, g[1], evenB);
  points[4] = multiplyAdd<W>(-kScaleB * kB, g[1], evenB);
}

/// Gᵀ u: the gradient of six points to that of a filter of three.
template <int W>
inline void pointsToFilterGradient(const Floats<W>* u, Floats<W>* dg) {
  const Floats<W> evenA = u[1] + u[2], oddA = u[1] - u[2], evenB = u[3] + u[4], oddB = u[3] - u[4];
  dg[0] = multiplyAdd<W>(kScale0, u[0], multiplyAdd<W>(kScaleA, evenA, kScaleB * evenB));
  dg[1] = multiplyAdd<W>(kScaleA * kA, oddA, (kScaleB * kB) * oddB);
  dg[2] = multiplyAdd<W>(kScaleA * kAA, evenA, multiplyAdd<W>(kScaleB * kBB, evenB, u[5]));
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
