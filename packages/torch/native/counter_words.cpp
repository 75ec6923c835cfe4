// counter_words: random words as a pure function of a seed, a place and a count, many rows at once.
//
//     words[n, i] = Philox4x32-10(counter = (index[n], place, i / 4, stream), key = seed)[i mod 4]
//
// The same words as philox.ts gives one block at a time. Source: Salmon, Moraes, Dror & Shaw 2011.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/library.h>

namespace selectivity {
namespace {

constexpr int ROUNDS = 10;

/// Blocks computed side by side, so that the compiler can use vectors.
constexpr int LANES = 8;

struct Key {
  uint32_t low, high;
};

/// LANES successive blocks, from block `first` on, as 4 · LANES words.
void blocks(uint32_t* out, uint32_t index, uint32_t place, uint32_t first, uint32_t stream, Key key) {
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

at::Tensor counterWords(int64_t seed, const at::Tensor& index, int64_t place, int64_t stream, int64_t count) {
  TORCH_CHECK(index.dim() == 1 && index.scalar_type() == at::kLong, "counter_words: index must be Long [N], got ",
              index.scalar_type(), " ", index.sizes());
  TORCH_CHECK(count > 0, "counter_words: count must be above 0, got ", count);
  const int64_t N = index.size(0), words = 4 * LANES, strides = (count + words - 1) / words;
  const auto rows = index.contiguous();
  const auto* row = rows.data_ptr<int64_t>();
  const Key key{uint32_t(seed), uint32_t(seed >> 32)};
  auto out = at::empty({N, strides * words}, index.options().dtype(at::kInt));
  auto* to = reinterpret_cast<uint32_t*>(out.data_ptr<int32_t>());
  at::parallel_for(0, N, std::max<int64_t>(1, (1 << 14) / count), [&](int64_t begin, int64_t end) {
    for (int64_t n = begin; n < end; n++)
      for (int64_t s = 0; s < strides; s++)
        blocks(to + (n * strides + s) * words, uint32_t(row[n]), uint32_t(place), uint32_t(s * LANES), uint32_t(stream), key);
  });
  return out.narrow(1, 0, count).contiguous();
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(selectivity, library) {
  library.def("counter_words(int seed, Tensor index, int place, int stream, int count) -> Tensor");
}

TORCH_LIBRARY_IMPL(selectivity, CPU, library) { library.impl("counter_words", counterWords); }

}  // namespace selectivity
