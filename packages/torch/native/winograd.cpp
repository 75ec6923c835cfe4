// Convolutions of 3 × 3 pixels by Winograd's F(4×4, 3×3): a quarter of the multiplications, at a few times the rounding error (docs/winograd.md).
//
//     y[n, k] = Σ over c of w[k, c] ⋆ x[n, c]        stride 1, padding 1, float32, C and K in eights, on the CPU
//
// Forward, backward-data and backward-weights give the same bits for any number of threads, in AVX2 and in AVX-512. A value that
// is not finite spreads over its tile of 4 × 4 pixels, and to the pixels beside the tile that see it. The loops are in
// kernels/winograd/. Differentiated twice, it is libtorch's convolution. Source: Lavin & Gray 2016, arXiv:1509.09308.
#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "kernels/kernels.h"

namespace selectivity {
namespace {

using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

/// Scratch is taken where tensors are: large blocks wait there for their next use, in a bounded amount.
constexpr ScratchMemory kScratch{[](int64_t bytes) { return c10::GetCPUAllocator()->raw_allocate(bytes); },
                                 [](void* memory) { c10::GetCPUAllocator()->raw_deallocate(memory); }};

Tensor channelsLast(const Tensor& map) { return map.contiguous(at::MemoryFormat::ChannelsLast); }

/// `weight` decides which are inputs; `turned`: its outputs are.
Convolution3x3 plan(const Tensor& input, const Tensor& weight, bool turned, const Tensor& result) {
  const int64_t K = weight.size(0), C = weight.size(1);
  return {parallelFor, kScratch, input.size(0), input.size(2), input.size(3), turned ? K : C, turned ? C : K,
          input.data_ptr<float>(), weight.data_ptr<float>(), nullptr, result.data_ptr<float>()};
}

Tensor emptyMap(const Tensor& like, int64_t channels) {
  return at::empty({like.size(0), channels, like.size(2), like.size(3)}, like.options(), at::MemoryFormat::ChannelsLast);
}

Tensor forward(const Tensor& x, const Tensor& weight) {
  auto y = emptyMap(x, weight.size(0));
  kernels().winograd.forward(plan(x, weight, false, y));
  return y;
}

Tensor backwardData(const Tensor& dy, const Tensor& weight) {
  auto dx = emptyMap(dy, weight.size(1));
  kernels().winograd.backwardData(plan(dy, weight, true, dx));
  return dx;
}

Tensor backwardWeights(const Tensor& dy, const Tensor& x, const Tensor& weight) {
  auto dw = at::empty(weight.sizes(), weight.options(), at::MemoryFormat::ChannelsLast);
  auto work = plan(x, weight, false, dw);
  work.outputGradient = dy.data_ptr<float>();
  kernels().winograd.backwardWeights(work);
  return dw;
}

/// Whether the kernels can compute it: channels, type, place, and a processor with fused multiply-add.
bool canCompute(const Tensor& x, const Tensor& weight) {
  return kernels().winograd.forward && x.dim() == 4 && weight.dim() == 4 && x.scalar_type() == at::kFloat &&
         weight.scalar_type() == at::kFloat && x.device().is_cpu() && weight.device().is_cpu() && x.layout() == at::kStrided &&
         weight.layout() == at::kStrided && weight.size(2) == 3 && weight.size(3) == 3 && x.size(1) == weight.size(1) &&
         weight.size(0) > 0 && weight.size(1) > 0 && weight.size(0) % 8 == 0 && weight.size(1) % 8 == 0 && x.numel() > 0;
}

/// Convolution by libtorch's operators, whose gradients can be differentiated.
std::tuple<Tensor, Tensor> differentiableGradients(const Tensor& dy, const Tensor& x, const Tensor& weight, bool ofX, bool ofWeight) {
  const auto gradients = at::convolution_backward(dy, x, weight, at::OptionalIntArrayRef(), {1, 1}, {1, 1}, {1, 1}, false, {0, 0},
                                                  1, {ofX, ofWeight, false});
  return {std::get<0>(gradients), std::get<1>(gradients)};
}

class Winograd : public torch::autograd::Function<Winograd> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight) {
    const auto map = channelsLast(x), filters = channelsLast(weight);
    // where a copy was made, what is saved is the input itself, for whoever differentiates twice
    context->save_for_backward({x, weight});
    return selectivity::forward(map, filters);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const auto &dy = gradients[0], &x = saved[0], &weight = saved[1];
    const bool ofX = context->needs_input_grad(0), ofWeight = context->needs_input_grad(1);
    if (at::GradMode::is_enabled()) {
      const auto [dx, dw] = differentiableGradients(dy, x, weight, ofX, ofWeight);
      return {dx, dw};
    }
    const auto map = channelsLast(dy);
    return {ofX ? backwardData(map, channelsLast(weight)) : Tensor(), ofWeight ? backwardWeights(map, channelsLast(x), weight) : Tensor()};
  }
};

/// Winograd's form, whatever the size of the maps. @throws where it cannot be computed so.
Tensor winograd(const Tensor& x, const Tensor& weight) {
  TORCH_CHECK(kernels().winograd.forward, "winograd: the ", kernels().name, " kernels have none; it needs a processor with AVX2");
  TORCH_CHECK(canCompute(x, weight), "winograd: x must be float32 [N, C, H, W] on the CPU and not empty, weight float32 [K, C, 3, 3], C ",
              "and K multiples of 8, got ", x.scalar_type(), " ", x.sizes(), " and ", weight.scalar_type(), " ", weight.sizes());
  return Winograd::apply(x, weight);
}

bool isAutocast() { return !c10::impl::tls_is_dispatch_key_excluded(c10::DispatchKey::AutocastCPU); }

/// A tile costs the same however little of it belongs to the map: measured, libtorch's convolution is faster
/// on maps of 5 × 5 pixels, and not on maps of 3 × 3, 6 × 6 or 7 × 7.
bool fillsTiles(const Tensor& x) {
  const int64_t H = x.size(2), W = x.size(3);
  return 2 * H * W > ((H + 3) / 4) * ((W + 3) / 4) * 16;
}

/// Winograd's form where it can be computed and is faster; else libtorch's.
Tensor convolve3x3(const Tensor& x, const Tensor& weight, const OptionalTensor& bias) {
  if (isAutocast() || !canCompute(x, weight) || !fillsTiles(x)) return at::conv2d(x, weight, bias, 1, 1);
  const auto y = Winograd::apply(x, weight);
  return bias && bias->defined() ? y + bias->view({1, -1, 1, 1}) : y;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(selectivity, library) {
  library.def("winograd(Tensor x, Tensor weight) -> Tensor");
  library.def("convolve_3x3(Tensor x, Tensor weight, Tensor? bias=None) -> Tensor");
}

TORCH_LIBRARY_IMPL(selectivity, CompositeImplicitAutograd, library) {
  library.impl("winograd", winograd);
  library.impl("convolve_3x3", convolve3x3);
}

}  // namespace selectivity
