// bn_act: mean and variance of each channel over a batch.
#pragma once
#include "sweep.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// Pixels of an image whose mean stands for the batch's while sums of squares are taken: large means then cancel early.
constexpr int64_t kPilotPixels = 64;

/// Mean and biased variance of each channel over the batch.
struct Moments {
  std::vector<double> mean, variance;
};

template <typename Storage>
Moments batchMoments(ParallelFor parallelFor, const Storage* x, int64_t images, const Image<Working<Storage>>& image) {
  using Real = Working<Storage>;
  const int64_t C = image.channels, pilot = std::min(image.pixels, kPilotPixels);
  std::vector<double> means(images * C), squares(images * C);  // of each image, squares about its own mean
  forImages(parallelFor, images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(2 * image.period), sums(2 * C);
    std::vector<Real> shift(image.period), channelShift(C);
    for (int64_t n = end - 1; n >= begin; n--) {
      const Storage* values = x + n * image.size;
      sweep<1>(image, pilot * C, totals.data(), [&](auto& sum, int64_t, int64_t at, int64_t count) {
        sum[0] += load(values + at, count);
      });
      image.fold(totals.data(), sums.data());
      for (int64_t c = 0; c < C; c++) channelShift[c] = Real(sums[c] / pilot);
      image.spread(channelShift.data(), shift.data());
      sweep<2>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        const auto shifted = first<Real>(load(values + at, count) - loadFull(&shift[lane]), count);
        sum[0] += shifted;
        sum[1] += shifted * shifted;
      });
      image.fold(&totals[0], &sums[0]);
      image.fold(&totals[image.period], &sums[C]);
      for (int64_t c = 0; c < C; c++) {
        means[n * C + c] = channelShift[c] + sums[c] / image.pixels;
        squares[n * C + c] = sums[C + c] - sums[c] * sums[c] / image.pixels;
      }
    }
  });
  Moments moments{std::vector<double>(C), std::vector<double>(C)};
  for (int64_t n = 0; n < images; n++)
    for (int64_t c = 0; c < C; c++) moments.mean[c] += means[n * C + c] / images;
  for (int64_t n = 0; n < images; n++)
    for (int64_t c = 0; c < C; c++) {
      const double apart = means[n * C + c] - moments.mean[c];
      moments.variance[c] += (squares[n * C + c] / image.pixels + apart * apart) / images;
    }
  return moments;
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
