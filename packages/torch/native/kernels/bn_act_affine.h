// bn_act: batch norm with known statistics.
#pragma once
#include "sweep.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// Batch norm as `(x − center) · scale + offset`, laid out by lanes. What rounding takes from the center, the offset holds.
template <typename Real>
struct Affine {
  std::vector<Real> center, scale, offset;

  Affine(const Image<Real>& image, const double* mean, const double* inverseStd, const Real* weight, const Real* bias)
      : center(image.period), scale(image.period), offset(image.period) {
    std::vector<double> scales(image.channels), offsets(image.channels);
    for (int64_t c = 0; c < image.channels; c++) {
      scales[c] = weight[c] * inverseStd[c];
      offsets[c] = bias[c] - (mean[c] - Real(mean[c])) * scales[c];
    }
    image.spread(mean, center.data());
    image.spread(scales.data(), scale.data());
    image.spread(offsets.data(), offset.data());
  }

  Vector<Real> operator()(Vector<Real> x, int64_t lane) const {
    return (x - loadFull(&center[lane])) * loadFull(&scale[lane]) + loadFull(&offset[lane]);
  }
};

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
