// gather_batch: a training batch out of a data set that stays in memory as bytes: pick, crop, flip, normalize, in one pass.
//
//     batch[b, c, y, x] = (images[index[b], c, y + dy, x' + dx] / 255 − mean[c]) / std[c]      (dy, dx) = offset[b]
//
// x' = W − 1 − x where flip[b], else x. What lies outside of the image counts as black: 0 before normalizing.
#include <ATen/ATen.h>
#include <torch/library.h>

#include "kernels/kernels.h"

namespace selectivity {
namespace {

using at::Tensor;

void checkPlace(const char* name, const Tensor& tensor, at::ScalarType dtype, at::IntArrayRef sizes, const char* letters) {
  TORCH_CHECK(tensor.scalar_type() == dtype && tensor.sizes() == sizes, "gather_batch: ", name, " must be ", dtype, " ",
              letters, " = ", sizes, ", got ", tensor.scalar_type(), " ", tensor.sizes());
}

void check(const Tensor& images, const Tensor& index, const Tensor& offset, const Tensor& flip, const Tensor& mean,
           const Tensor& std) {
  TORCH_CHECK(images.dim() == 4 && images.scalar_type() == at::kByte, "gather_batch: images must be Byte [N, C, H, W], got ",
              images.scalar_type(), " ", images.sizes());
  TORCH_CHECK(index.dim() == 1, "gather_batch: index must be [B], got ", index.sizes());
  const int64_t B = index.size(0), C = images.size(1);
  checkPlace("index", index, at::kLong, {B}, "[B]");
  checkPlace("offset", offset, at::kLong, {B, 2}, "[B, 2]");
  checkPlace("flip", flip, at::kBool, {B}, "[B]");
  checkPlace("mean", mean, at::kFloat, {C}, "[C]");
  checkPlace("std", std, at::kFloat, {C}, "[C]");
}

Tensor gatherBatch(const Tensor& images, const Tensor& index, const Tensor& offset, const Tensor& flip,
                   const Tensor& mean, const Tensor& std) {
  check(images, index, offset, flip, mean, std);
  const auto source = images.contiguous(), picks = index.contiguous(), offsets = offset.contiguous();
  const auto flips = flip.contiguous(), means = mean.contiguous(), stds = std.contiguous();
  const int64_t N = images.size(0), C = images.size(1), H = images.size(2), W = images.size(3), B = index.size(0);
  const auto* pick = picks.data_ptr<int64_t>();
  for (int64_t b = 0; b < B; b++)
    TORCH_CHECK(pick[b] >= 0 && pick[b] < N, "gather_batch: index[", b, "] is ", pick[b], ", but there are ", N, " images");
  auto batch = at::empty({B, C, H, W}, mean.options(), at::MemoryFormat::ChannelsLast);
  kernels().gatherBatch({parallelFor, B, C, H, W, source.data_ptr<uint8_t>(), pick, offsets.data_ptr<int64_t>(),
                         flips.data_ptr<bool>(), means.data_ptr<float>(), stds.data_ptr<float>(), batch.data_ptr<float>()});
  return batch;
}

/// The same in operators of libtorch, for data sets that live on another device.
Tensor gatherBatchComposite(const Tensor& images, const Tensor& index, const Tensor& offset, const Tensor& flip,
                            const Tensor& mean, const Tensor& std) {
  check(images, index, offset, flip, mean, std);
  const int64_t H = images.size(2), W = images.size(3);
  const auto rows = at::arange(H, index.options()), columns = at::arange(W, index.options());
  const auto y = rows + offset.select(1, 0).unsqueeze(1);                                            // [B, H]
  const auto x = at::where(flip.unsqueeze(1), W - 1 - columns, columns) + offset.select(1, 1).unsqueeze(1);  // [B, W]
  const auto inside = (y.ge(0) & y.lt(H)).unsqueeze(2) & (x.ge(0) & x.lt(W)).unsqueeze(1);           // [B, H, W]
  const auto pixels = images.permute({0, 2, 3, 1}).index(
      {index.view({-1, 1, 1}), y.clamp(0, H - 1).unsqueeze(2), x.clamp(0, W - 1).unsqueeze(1)});     // [B, H, W, C]
  return ((pixels * inside.unsqueeze(3)).to(at::kFloat) / 255 - mean).div(std).permute({0, 3, 1, 2});
}

}  // namespace

#define GATHER_BATCH_ARGUMENTS "(Tensor images, Tensor index, Tensor offset, Tensor flip, Tensor mean, Tensor std) -> Tensor"

TORCH_LIBRARY_FRAGMENT(selectivity, library) {
  library.def("gather_batch" GATHER_BATCH_ARGUMENTS);
  library.def("gather_batch_composite" GATHER_BATCH_ARGUMENTS);
}

TORCH_LIBRARY_IMPL(selectivity, CPU, library) { library.impl("gather_batch", gatherBatch); }
TORCH_LIBRARY_IMPL(selectivity, CompositeImplicitAutograd, library) {
  library.impl("gather_batch", gatherBatchComposite);
  library.impl("gather_batch_composite", gatherBatchComposite);
}

}  // namespace selectivity
