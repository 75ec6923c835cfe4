// bn_act: the forward pass. See bn_act.cpp for the formula.
#pragma once
#include <cmath>

#include "bn_act_affine.h"
#include "bn_act_moments.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// Moves running statistics towards those of the batch.
template <typename Real>
void updateRunning(Real* values, const std::vector<double>& batch, double momentum, double correction) {
  for (size_t c = 0; c < batch.size(); c++) values[c] += momentum * (batch[c] * correction - values[c]);
}

/// Normalizes, adds the residual, rectifies, and takes the means.
template <bool HasResidual, typename Storage, typename Real>
void normalize(const BnActForward<Storage>& plan, const Affine<Real>& affine, const Image<Real>& image) {
  const auto *x = plan.x, *residual = plan.residual;
  auto* activation = plan.activation;
  auto* unitMeans = plan.unitMeans;
  forImages(plan.parallelFor, plan.shape.images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(image.period), sums(image.channels);
    for (int64_t n = begin; n < end; n++) {
      const int64_t start = n * image.size;
      sweep<1>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        auto y = affine(load(x + start + at, count), lane);
        if constexpr (HasResidual) y += load(residual + start + at, count);
        y = y < 0 ? Vector<Real>{} : y;  // NaN stays NaN
        store(activation + start + at, y, count);
        sum[0] += first<Real>(y, count);
      });
      image.fold(totals.data(), sums.data());
      for (int64_t c = 0; c < image.channels; c++) unitMeans[n * image.channels + c] = Real(sums[c] / image.pixels);
    }
  });
}

template <typename Storage>
void bnActForward(const BnActForward<Storage>& plan) {
  using Real = Working<Storage>;
  const int64_t images = plan.shape.images, C = plan.shape.channels;
  const Image<Real> image{plan.shape.pixels, C};
  double *mean = plan.statistics, *inverseStd = mean + C;
  if (plan.training) {
    const auto moments = batchMoments(plan.parallelFor, plan.x, images, image);
    const double count = double(images) * image.pixels;
    std::copy_n(moments.mean.data(), C, mean);
    for (int64_t c = 0; c < C; c++) inverseStd[c] = 1 / std::sqrt(moments.variance[c] + plan.eps);
    updateRunning(plan.runningMean, moments.mean, plan.momentum, 1);
    updateRunning(plan.runningVar, moments.variance, plan.momentum, count / (count - 1));
  } else {
    std::copy_n(plan.runningMean, C, mean);
    for (int64_t c = 0; c < C; c++) inverseStd[c] = 1 / std::sqrt(plan.runningVar[c] + plan.eps);
  }
  const Affine<Real> affine(image, mean, inverseStd, plan.weight, plan.bias);
  if (plan.residual)
    normalize<true>(plan, affine, image);
  else
    normalize<false>(plan, affine, image);
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
