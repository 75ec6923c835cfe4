// gather_batch: crops, flips and normalizes images of bytes.
#pragma once
#include "sweep.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

/// The normalized value of every byte of every channel: `[C, 256]`.
inline std::vector<float> normalizedBytes(const float* mean, const float* std, int64_t channels) {
  std::vector<float> table(channels * 256);
  for (int64_t c = 0; c < channels; c++)
    for (int byte = 0; byte < 256; byte++) table[c * 256 + byte] = (byte / 255.0f - mean[c]) / std[c];
  return table;
}

struct Crop {
  int64_t dy, dx;
  bool flip;
};

/// One image `[C, H, W]` of bytes to `[H, W, C]` of normalized values.
inline void cropInto(float* out, const uint8_t* image, int64_t C, int64_t H, int64_t W, const Crop& crop, const float* table) {
  for (int64_t c = 0; c < C; c++, table += 256)
    for (int64_t y = 0; y < H; y++) {
      const int64_t fromY = y + crop.dy;
      const bool rowInside = fromY >= 0 && fromY < H;
      const uint8_t* row = image + (c * H + (rowInside ? fromY : 0)) * W;
      for (int64_t x = 0; x < W; x++) {
        const int64_t fromX = (crop.flip ? W - 1 - x : x) + crop.dx;
        const bool inside = rowInside && fromX >= 0 && fromX < W;
        out[(y * W + x) * C + c] = table[inside ? row[fromX] : 0];
      }
    }
}

inline void gatherBatch(const GatherBatch& plan) {
  const int64_t C = plan.channels, H = plan.height, W = plan.width, size = C * H * W;
  const auto table = normalizedBytes(plan.mean, plan.std, C);
  const auto cropRange = [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; b++)
      cropInto(plan.out + b * size, plan.images + plan.index[b] * size, C, H, W,
               {plan.offset[2 * b], plan.offset[2 * b + 1], plan.flip[b]}, table.data());
  };
  forImages(plan.parallelFor, plan.batch, size, cropRange);
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
