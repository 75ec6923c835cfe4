// counter_words: random words as a pure function of a seed, a place and a count, many rows at once.
//
//     words[n, i] = Philox4x32-10(counter = (index[n], place, i / 4, stream), key = seed)[i mod 4]
//
// The same words as philox.ts, which computes one block at a time. Source: Salmon, Moraes, Dror & Shaw 2011.
#include <ATen/ATen.h>
#include <torch/library.h>

#include "kernels/kernels.h"

namespace selectivity {
namespace {

at::Tensor counterWords(int64_t seed, const at::Tensor& index, int64_t place, int64_t stream, int64_t count) {
  TORCH_CHECK(index.dim() == 1 && index.scalar_type() == at::kLong, "counter_words: index must be Long [N], got ",
              index.scalar_type(), " ", index.sizes());
  TORCH_CHECK(count > 0, "counter_words: count must be above 0, got ", count);
  const int64_t N = index.size(0), strides = (count + kWordsPerStride - 1) / kWordsPerStride;
  const auto rows = index.contiguous();
  auto out = at::empty({N, strides * kWordsPerStride}, index.options().dtype(at::kInt));
  kernels().counterWords({parallelFor, N, strides, uint32_t(seed), uint32_t(seed >> 32), uint32_t(place), uint32_t(stream),
                          rows.data_ptr<int64_t>(), reinterpret_cast<uint32_t*>(out.data_ptr<int32_t>())});
  return out.narrow(1, 0, count).contiguous();
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(selectivity, library) {
  library.def("counter_words(int seed, Tensor index, int place, int stream, int count) -> Tensor");
}

TORCH_LIBRARY_IMPL(selectivity, CPU, library) { library.impl("counter_words", counterWords); }

}  // namespace selectivity
