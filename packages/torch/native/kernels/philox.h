// counter_words: Philox4x32-10, several blocks side by side.
#pragma once
#include "kernels.h"

namespace selectivity {
namespace SELECTIVITY_FORM {

constexpr int ROUNDS = 10;

/// Blocks computed side by side, so that the compiler can use vectors.
constexpr int LANES = 8;

struct Key {
  uint32_t low, high;
};

/// LANES successive blocks, from block `first` on, as 4 · LANES words.
inline void blocks(uint32_t* out, uint32_t index, uint32_t place, uint32_t first, uint32_t stream, Key key) {
  uint32_t a[LANES], b[LANES], c[LANES], d[LANES];
  for (int l = 0; l < LANES; l++) a[l] = index, b[l] = place, c[l] = first + l, d[l] = stream;
  for (int round = 0; round < ROUNDS; round++) {
    for (int l = 0; l < LANES; l++) {
      const uint64_t p = uint64_t(0xd2511f53u) * a[l], q = uint64_t(0xcd9e8d57u) * c[l];
      a[l] = uint32_t(q >> 32) ^ b[l] ^ key.low;
      b[l] = uint32_t(q);
      c[l] = uint32_t(p >> 32) ^ d[l] ^ key.high;
      d[l] = uint32_t(p);
    }
    key.low += 0x9e3779b9u;
    key.high += 0xbb67ae85u;
  }
  for (int l = 0; l < LANES; l++) out[4 * l] = a[l], out[4 * l + 1] = b[l], out[4 * l + 2] = c[l], out[4 * l + 3] = d[l];
}

static_assert(kWordsPerStride == 4 * LANES, "a stride is what blocks() computes");

inline void counterWords(const CounterWords& plan) {
  const auto draw = [](const void* context, int64_t begin, int64_t end) {
    const auto& plan = *static_cast<const CounterWords*>(context);
    const Key key{plan.keyLow, plan.keyHigh};
    for (int64_t n = begin; n < end; n++)
      for (int64_t s = 0; s < plan.strides; s++)
        blocks(plan.out + (n * plan.strides + s) * kWordsPerStride, uint32_t(plan.index[n]), plan.place, uint32_t(s * LANES),
               plan.stream, key);
  };
  const int64_t words = plan.strides * kWordsPerStride;
  plan.parallelFor(plan.rows, words < (1 << 14) ? (1 << 14) / words : 1, draw, &plan);
}

}  // namespace SELECTIVITY_FORM
}  // namespace selectivity
