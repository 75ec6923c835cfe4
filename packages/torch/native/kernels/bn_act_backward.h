// bn_act: the backward pass, in two passes over the map; one where the statistics are constants.
#pragma once
#include "bn_act_affine.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// What both passes need. Without a residual, there is no activation: it is computed again.
template <typename Storage>
struct Saved {
  using Real = Working<Storage>;
  ParallelFor parallelFor;
  const Storage* x;
  const Storage* activation;
  const Affine<Real>& affine;
  int64_t images;
  const Image<Real>& image;
};

/// The gradient of the map before ReLU: that of the map plus each unit's constant share of its mean's, where y > 0.
template <bool HasResidual, typename Storage, typename Real = Working<Storage>>
inline Vector<Real> masked(const Saved<Storage>& saved, const Storage* gradient, const Real* share, Vector<Real> x,
                           int64_t at, int64_t lane, int64_t count) {
  Vector<Real> y;
  if constexpr (HasResidual)
    y = load(saved.activation + at, count);
  else
    y = saved.affine(x, lane);
  return y <= 0 ? Vector<Real>{} : load(gradient + at, count) + loadFull(share + lane);
}

/// Sums over batch and space of each channel's masked gradient, and of it times (x − center).
struct GradientSums {
  std::vector<double> plain, timesX;
};

/**
 * First pass of backward. Writes `residualGradient`, the masked gradient, with a residual; and, where the statistics are
 * constants (evaluation), `xGradient` as well.
 */
template <bool HasResidual, bool Training, typename Storage, typename Real = Working<Storage>>
GradientSums maskAndSum(const Saved<Storage>& saved, const Storage* gradient, const Real* meansGradient,
                        Storage* residualGradient, Storage* xGradient) {
  const auto& image = saved.image;
  const int64_t C = image.channels;
  std::vector<double> sums(saved.images * 2 * C);
  forImages(saved.parallelFor, saved.images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(2 * image.period);
    std::vector<Real> share(image.period);
    for (int64_t n = end - 1; n >= begin; n--) {
      const int64_t start = n * image.size;
      image.spread(meansGradient + n * C, share.data(), Real(1) / image.pixels);
      sweep<2>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        const auto x = load(saved.x + start + at, count);
        const auto g = first<Real>(
            masked<HasResidual>(saved, gradient, share.data(), x, start + at, lane, count), count);
        if constexpr (HasResidual) store(residualGradient + start + at, g, count);
        if constexpr (!Training) store(xGradient + start + at, Vector<Real>(g * loadFull(&saved.affine.scale[lane])), count);
        sum[0] += g;
        sum[1] += g * (x - loadFull(&saved.affine.center[lane]));
      });
      image.fold(&totals[0], &sums[n * 2 * C]);
      image.fold(&totals[image.period], &sums[n * 2 * C + C]);
    }
  });
  GradientSums joined{std::vector<double>(C), std::vector<double>(C)};
  for (int64_t n = 0; n < saved.images; n++)
    for (int64_t c = 0; c < C; c++) {
      joined.plain[c] += sums[n * 2 * C + c];
      joined.timesX[c] += sums[n * 2 * C + C + c];
    }
  return joined;
}

/// Second pass, in training: `scale · masked gradient + slope · (x − center) + constant`.
template <bool HasResidual, typename Storage, typename Real = Working<Storage>>
void throughBatchStatistics(const Saved<Storage>& saved, const Storage* gradient, const Real* meansGradient,
                            const Storage* residualGradient, const std::vector<Real>& slope,
                            const std::vector<Real>& constant, Storage* xGradient) {
  const auto& image = saved.image;
  forImages(saved.parallelFor, saved.images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<Real> share(image.period);
    double none;
    for (int64_t n = begin; n < end; n++) {
      const int64_t start = n * image.size;
      if constexpr (!HasResidual)
        image.spread(meansGradient + n * image.channels, share.data(), Real(1) / image.pixels);
      sweep<0>(image, image.size, &none, [&](auto&, int64_t lane, int64_t at, int64_t count) {
        const auto x = load(saved.x + start + at, count);
        Vector<Real> g;
        if constexpr (HasResidual)
          g = load(residualGradient + start + at, count);
        else
          g = masked<false>(saved, gradient, share.data(), x, start + at, lane, count);
        const auto& [center, scale, offset] = saved.affine;
        const Vector<Real> through = (x - loadFull(&center[lane])) * loadFull(&slope[lane]) + loadFull(&constant[lane]);
        store(xGradient + start + at, Vector<Real>(g * loadFull(&scale[lane]) + through), count);
      });
    }
  });
}

template <bool HasResidual, bool Training, typename Storage>
void bnActBackward(const BnActBackward<Storage>& plan) {
  using Real = Working<Storage>;
  const Image<Real> image{plan.shape.pixels, plan.shape.channels};
  const int64_t C = image.channels;
  const double *mean = plan.statistics, *inverseStd = mean + C;
  const Affine<Real> affine(image, mean, inverseStd, plan.weight, plan.bias);
  const Saved<Storage> saved{plan.parallelFor, plan.x, plan.activation, affine, plan.shape.images, image};
  const auto sums = maskAndSum<HasResidual, Training>(saved, plan.gradient, plan.meansGradient, plan.residualGradient,
                                                      plan.xGradient);
  std::vector<double> slopes(C), constants(C);
  const double count = double(saved.images) * image.pixels;
  for (int64_t c = 0; c < C; c++) {
    const double lost = mean[c] - Real(mean[c]), scale = plan.weight[c] * inverseStd[c];
    const double timesCentered = sums.timesX[c] - lost * sums.plain[c];
    plan.weightGradient[c] = Real(timesCentered * inverseStd[c]);
    plan.biasGradient[c] = Real(sums.plain[c]);
    slopes[c] = -scale * timesCentered * inverseStd[c] * inverseStd[c] / count;
    constants[c] = -scale * sums.plain[c] / count - slopes[c] * lost;
  }
  if constexpr (Training) {
    std::vector<Real> slope(image.period), constant(image.period);
    image.spread(slopes.data(), slope.data());
    image.spread(constants.data(), constant.data());
    throughBatchStatistics<HasResidual>(saved, plan.gradient, plan.meansGradient, plan.residualGradient, slope, constant,
                                        plan.xGradient);
  }
}

template <typename Storage>
void bnActBackward(const BnActBackward<Storage>& plan) {
  if (plan.hasResidual)
    plan.training ? bnActBackward<true, true>(plan) : bnActBackward<true, false>(plan);
  else
    plan.training ? bnActBackward<false, true>(plan) : bnActBackward<false, false>(plan);
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
