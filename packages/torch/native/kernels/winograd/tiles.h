// How maps are cut into tiles of 4 × 4 pixels, and the tiles into blocks whose transforms fit into a core's cache.
#pragma once
#include <algorithm>

#include "points.h"

namespace selectivity {
namespace SELECTIVITY_FORM {
namespace winograd {

/// A block is a few consecutive rows of tiles; rows are counted through all images: image · down + row in the image.
struct Tiles {
  int64_t height, width;     // of a map, in pixels
  int64_t down, across;      // tiles
  int64_t rows;              // rows of tiles, of all images
  int64_t rowsPerBlock, blocks;
  int64_t padded;            // tiles of a block, rounded up so that products need no remainder

  /// @param wanted tiles per block, about.
  Tiles(const Convolution3x3& plan, int64_t wanted, int64_t multiple)
      : height(plan.height), width(plan.width), down((height + kTile - 1) / kTile), across((width + kTile - 1) / kTile),
        rows(plan.images * down), rowsPerBlock(std::clamp<int64_t>((wanted + across / 2) / across, 1, rows)),
        blocks((rows + rowsPerBlock - 1) / rowsPerBlock),
        padded((rowsPerBlock * across + multiple - 1) / multiple * multiple) {}

  /// Floats from one point to the next in a transformed block. The additional line keeps the 36 streams out of each other's
  /// sets of the first cache, where blocks are as large as a power of two.
  int64_t stride(int64_t channels) const { return channels * padded + 16; }

  /// Floats of a transformed block.
  int64_t floats(int64_t channels) const { return kPoints * stride(channels); }
};

/// Rows of tiles `first` to `last` of one block.
struct RowRange {
  int64_t first, last;

  RowRange(const Tiles& tiles, int64_t block)
      : first(block * tiles.rowsPerBlock), last(std::min(tiles.rows, first + tiles.rowsPerBlock)) {}

  int64_t tiles(int64_t across) const { return (last - first) * across; }
};

/// Where a tile lies.
struct TilePlace {
  int64_t image, y, x;  // of its first pixel
  bool whole;           // all its pixels belong to the map

  TilePlace(const Tiles& tiles, int64_t row, int64_t column)
      : image(row / tiles.down), y(row % tiles.down * kTile), x(column * kTile),
        whole(y + kTile <= tiles.height && x + kTile <= tiles.width) {}
};

/// Memory for one call of a kernel's body, given back at its end: calls may be nested, and run on any thread.
class Scratch {
 public:
  Scratch(const ScratchMemory& memory, int64_t floats)
      : memory_(memory), floats_(static_cast<float*>(memory.take(floats * sizeof(float)))) {}
  ~Scratch() { memory_.give(floats_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  float* floats() const { return floats_; }

 private:
  const ScratchMemory& memory_;
  float* floats_;
};

}  // namespace winograd
}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
