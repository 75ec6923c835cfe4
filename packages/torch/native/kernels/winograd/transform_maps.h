// Maps to points and back, for one block of tiles. Channels are the lanes of vectors, so that nothing is shuffled.
//
//     input            V[point][channel / W][tile][W] = Bᵀ d B
//     output gradient  D[point][channel / W][tile][W] = A dy Aᵀ
//     output           y = Aᵀ M A,  M[point][channel / B][tile][B]     B: channels that a product computes together
#pragma once
#include <cstring>

#include "tiles.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// Floats that {@link transformInput} works in.
template <int W>
inline int64_t inputScratch(const Tiles& tiles, int64_t channels) {
  return kWindow * (kTile * tiles.across + 2) * W + tiles.width * channels;
}

/// `channels` of a map, of which `from` to `to` are transformed.
struct ChannelRange {
  int64_t channels, from, to;

  int64_t count() const { return to - from; }
};

/// Transforms the windows' columns, each once for both tiles that share it: `strip[point][1 + x][W]`.
template <int W>
inline void transformColumns(const Tiles& tiles, const float* const* rows, int64_t channels, int64_t c, float* strip) {
  const int64_t stripWidth = kTile * tiles.across + 2;
  const auto clear = [&](int64_t x) {
#pragma GCC unroll 6
    for (int i = 0; i < kWindow; i++) store<W>(strip + (i * stripWidth + x) * W, Floats<W>{});
  };
  clear(0);
  for (int64_t x = 0; x < tiles.width; x++) {
    Floats<W> d[kWindow], points[kWindow];
#pragma GCC unroll 6
    for (int i = 0; i < kWindow; i++) d[i] = load<W>(rows[i] + x * channels + c);
    inputToPoints<W>(d, points);
#pragma GCC unroll 6
    for (int i = 0; i < kWindow; i++) store<W>(strip + (i * stripWidth + x + 1) * W, points[i]);
  }
  for (int64_t x = tiles.width + 1; x < stripWidth; x++) clear(x);
}

/// @param scratch {@link inputScratch} floats.
template <int W>
inline void transformInput(const Tiles& tiles, const float* map, ChannelRange range, RowRange block, float* V, float* scratch) {
  const int64_t stripWidth = kTile * tiles.across + 2, stride = tiles.stride(range.count());
  float *strip = scratch, *zeros = scratch + kWindow * stripWidth * W;
  std::memset(zeros, 0, tiles.width * range.channels * sizeof(float));
  for (int64_t row = block.first; row < block.last; row++) {
    const TilePlace place(tiles, row, 0);
    const float* rows[kWindow];
    for (int i = 0; i < kWindow; i++) {
      const int64_t y = place.y - 1 + i;
      rows[i] = y < 0 || y >= tiles.height ? zeros : map + (place.image * tiles.height + y) * tiles.width * range.channels;
    }
    for (int64_t c = range.from; c < range.to; c += W) {
      transformColumns<W>(tiles, rows, range.channels, c, strip);
      float* out = V + (c - range.from) * tiles.padded + (row - block.first) * tiles.across * W;
      for (int64_t column = 0; column < tiles.across; column++, out += W)
#pragma GCC unroll 6
        for (int i = 0; i < kWindow; i++) {
          Floats<W> d[kWindow], points[kWindow];
#pragma GCC unroll 6
          for (int j = 0; j < kWindow; j++) d[j] = load<W>(strip + (i * stripWidth + column * kTile + j) * W);
          inputToPoints<W>(d, points);
#pragma GCC unroll 6
          for (int j = 0; j < kWindow; j++) store<W>(out + (i * kWindow + j) * stride, points[j]);
        }
    }
  }
}

template <int W>
inline void transformOutputGradient(const Tiles& tiles, const float* map, ChannelRange range, RowRange block, float* D) {
  const int64_t stride = tiles.stride(range.count()), channels = range.channels;
  for (int64_t row = block.first; row < block.last; row++)
    for (int64_t c = range.from; c < range.to; c += W) {
      float* out = D + (c - range.from) * tiles.padded + (row - block.first) * tiles.across * W;
      for (int64_t column = 0; column < tiles.across; column++, out += W) {
        const TilePlace place(tiles, row, column);
        const float* from = map + ((place.image * tiles.height + place.y) * tiles.width + place.x) * channels + c;
        Floats<W> half[kWindow][kTile];
#pragma GCC unroll 4
        for (int j = 0; j < kTile; j++) {
          Floats<W> dy[kTile], points[kWindow];
#pragma GCC unroll 4
          for (int i = 0; i < kTile; i++) {
            const bool inside = place.whole || (place.y + i < tiles.height && place.x + j < tiles.width);
            dy[i] = inside ? load<W>(from + (i * tiles.width + j) * channels) : Floats<W>{};
          }
          outputGradientToPoints<W>(dy, points);
#pragma GCC unroll 6
          for (int i = 0; i < kWindow; i++) half[i][j] = points[i];
        }
#pragma GCC unroll 6
        for (int i = 0; i < kWindow; i++) {
          Floats<W> points[kWindow];
          outputGradientToPoints<W>(half[i], points);
#pragma GCC unroll 6
          for (int j = 0; j < kWindow; j++) store<W>(out + (i * kWindow + j) * stride, points[j]);
        }
      }
    }
}

/// Writes channels `range.from` to `range.to` of the output. `stride`: floats from one point of M to the next; `B`: see above.
template <int W, int B>
inline void transformOutput(const Tiles& tiles, const float* M, int64_t stride, ChannelRange range, RowRange block, float* map) {
  for (int64_t row = block.first; row < block.last; row++)
    for (int64_t column = 0; column < tiles.across; column++) {
      const TilePlace place(tiles, row, column);
      const int64_t tile = (row - block.first) * tiles.across + column;
      for (int64_t c = 0; c < range.count(); c += W) {
        const float* from = M + c / B * B * tiles.padded + tile * B + c % B;
        float* to = map + ((place.image * tiles.height + place.y) * tiles.width + place.x) * range.channels + range.from + c;
        Floats<W> half[kTile][kWindow];
#pragma GCC unroll 6
        for (int j = 0; j < kWindow; j++) {
          Floats<W> m[kWindow], y[kTile];
#pragma GCC unroll 6
          for (int i = 0; i < kWindow; i++) m[i] = load<W>(from + (i * kWindow + j) * stride);
          pointsToOutput<W>(m, y);
#pragma GCC unroll 4
          for (int i = 0; i < kTile; i++) half[i][j] = y[i];
        }
#pragma GCC unroll 4
        for (int i = 0; i < kTile; i++) {
          Floats<W> y[kTile];
          pointsToOutput<W>(half[i], y);
#pragma GCC unroll 4
          for (int j = 0; j < kTile; j++)
            if (place.whole || (place.y + i < tiles.height && place.x + j < tiles.width))
              store<W>(to + (i * tiles.width + j) * range.channels, y[j]);
        }
      }
    }
}

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
