// bn_act: batch norm, an optional residual, ReLU, and the mean over space of the result, as one operator. It reads a
// map twice and writes it once; its backward takes the gradients of the map and of the means together.
//
//     y = relu(γ (x − μ) / σ + β + residual)      means[n, c] = mean over space of y
//
// In training μ and σ are those of the batch, else the running ones. x: [N, C, H, W] in channels_last order on the CPU.
// Everything is computed image by image and joined in the order of images, so that threads do not change a bit. Of two
// passes in a row one goes from the last image to the first: it begins with what the pass before left in the cache.
// The loops are in kernels/bn_act_forward.h and kernels/bn_act_backward.h.
#include "bn_act.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "kernels/kernels.h"

namespace selectivity {
namespace {

using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

/// What libtorch calls the type that a kernel stores.
template <typename Storage>
using Element = std::conditional_t<std::is_same_v<Storage, BFloat16Bits>, c10::BFloat16, Storage>;

template <typename Storage>
Storage* dataOf(const Tensor& tensor) {
  return tensor.defined() ? reinterpret_cast<Storage*>(tensor.data_ptr<Element<Storage>>()) : nullptr;
}

/// Calls `work` with the kernels of the tensor's type.
template <typename Work>
auto withKernels(const Tensor& x, Work work) {
  switch (x.scalar_type()) {
    case at::kFloat: return work(kernels().float32);
    case at::kBFloat16: return work(kernels().bfloat16);
    case at::kDouble: return work(kernels().float64);
    default: TORCH_CHECK(false, "bn_act: x must be float32, bfloat16 or float64 on the CPU, got ", x.scalar_type());
  }
}

MapShape shapeOf(const Tensor& x) { return {x.size(0), x.size(1), x.size(2) * x.size(3)}; }

struct Gradients {
  Tensor x, weight, bias, residual;
};

/// With `reuse`, the activation's gradient is overwritten.
template <typename Storage>
Gradients backward(const BnActKernels<Storage>& form, const torch::autograd::variable_list& saved, bool training,
                   const Tensor& gradient, const Tensor& meansGradient, bool reuse) {
  using Real = Working<Storage>;
  const auto &x = saved[0], &weight = saved[1], &bias = saved[2], &statistics = saved[3], &activation = saved[4];
  const bool hasResidual = activation.defined();
  const Tensor reused = reuse ? gradient : at::empty_like(x);
  Gradients result{hasResidual ? at::empty_like(x) : reused, at::empty_like(weight), at::empty_like(bias),
                   hasResidual ? reused : Tensor()};
  form.backward({parallelFor, shapeOf(x), training, hasResidual, dataOf<Storage>(x), dataOf<Storage>(activation),
                 dataOf<Real>(weight), dataOf<Real>(bias), dataOf<double>(statistics), dataOf<Storage>(gradient),
                 dataOf<Real>(meansGradient), dataOf<Storage>(result.x), dataOf<Storage>(result.residual),
                 dataOf<Real>(result.weight), dataOf<Real>(result.bias)});
  return result;
}

void check(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& mean, const Tensor& var,
           const OptionalTensor& residual, bool training) {
  TORCH_CHECK(x.dim() == 4, "bn_act: x must be [N, C, H, W], got ", x.sizes());
  TORCH_CHECK(x.numel() > 0, "bn_act: x must not be empty, got ", x.sizes());
  const auto dtype = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const std::pair<const char*, const Tensor&> vectors[] = {{"weight", weight}, {"bias", bias}, {"running_mean", mean}, {"running_var", var}};
  for (const auto& [name, vector] : vectors) {
    TORCH_CHECK(vector.dim() == 1 && vector.size(0) == x.size(1), "bn_act: ", name, " must be [", x.size(1),
                "], one value per channel of x, got ", vector.sizes());
    TORCH_CHECK(vector.scalar_type() == dtype, "bn_act: ", name, " must be ", dtype, " where x is ", x.scalar_type(),
                ", got ", vector.scalar_type());
    TORCH_CHECK(vector.is_contiguous() && vector.device().is_cpu(), "bn_act: ", name, " must be contiguous on the CPU");
  }
  if (residual) {
    TORCH_CHECK(residual->sizes() == x.sizes(), "bn_act: residual must be ", x.sizes(), " like x, got ", residual->sizes());
    TORCH_CHECK(residual->scalar_type() == x.scalar_type(), "bn_act: residual must be ", x.scalar_type(), " like x, got ",
                residual->scalar_type());
  }
  TORCH_CHECK(!training || x.numel() > x.size(1), "bn_act: training needs more than one value per channel, got ", x.sizes());
}

struct Result {
  Tensor activation, unitMeans, statistics;
};

template <typename Storage>
Result forward(const BnActKernels<Storage>& form, const Tensor& x, const Tensor& weight, const Tensor& bias,
               const Tensor& runningMean, const Tensor& runningVar, const OptionalTensor& residual, bool training,
               double momentum, double eps) {
  using Real = Working<Storage>;
  const auto shape = shapeOf(x);
  Result result{at::empty_like(x), at::empty({shape.images, shape.channels}, weight.options()),
                at::empty({2, shape.channels}, at::kDouble)};
  form.forward({parallelFor, shape, training, momentum, eps, dataOf<Storage>(x),
                residual ? dataOf<Storage>(*residual) : nullptr, dataOf<Real>(weight), dataOf<Real>(bias),
                dataOf<Real>(runningMean), dataOf<Real>(runningVar), dataOf<Storage>(result.activation),
                dataOf<Real>(result.unitMeans), dataOf<double>(result.statistics)});
  return result;
}

/// `x` and `residual` in channels_last order.
Result forward(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& runningMean,
               const Tensor& runningVar, const OptionalTensor& residual, bool training, double momentum, double eps) {
  return withKernels(x, [&](const auto& form) {
    return forward(form, x, weight, bias, runningMean, runningVar, residual, training, momentum, eps);
  });
}

OptionalTensor channelsLast(const OptionalTensor& map) {
  return map ? OptionalTensor(map->contiguous(at::MemoryFormat::ChannelsLast)) : map;
}

class BnAct : public torch::autograd::Function<BnAct> {
 public:
  static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& x,
                                                const Tensor& weight, const Tensor& bias, const Tensor& runningMean,
                                                const Tensor& runningVar, const OptionalTensor& residual, bool training,
                                                double momentum, double eps) {
    const auto map = x.contiguous(at::MemoryFormat::ChannelsLast);
    const auto result = selectivity::forward(map, weight, bias, runningMean, runningVar, channelsLast(residual), training,
                                             momentum, eps);
    context->save_for_backward({map, weight, bias, result.statistics, residual ? result.activation : Tensor()});
    context->saved_data["training"] = training;
    return {result.activation, result.unitMeans};
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list& gradients) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "bn_act cannot be differentiated twice");
    const auto saved = context->get_saved_variables();
    const bool training = context->saved_data["training"].toBool();
    const auto ofMap = std::exchange(gradients[0], Tensor()).contiguous(at::MemoryFormat::ChannelsLast);
    const auto ofMeans = gradients[1].contiguous();
    const bool reuse = ofMap.use_count() == 1 && ofMap.storage().use_count() == 1;  // nobody else holds it
    const auto result = withKernels(
        saved[0], [&](const auto& form) { return selectivity::backward(form, saved, training, ofMap, ofMeans, reuse); });
    return {result.x, result.weight, result.bias, Tensor(), Tensor(), result.residual, Tensor(), Tensor(), Tensor()};
  }
};

std::tuple<Tensor, Tensor> bnActInference(const Tensor& x, const Tensor& weight, const Tensor& bias,
                                          const Tensor& runningMean, const Tensor& runningVar,
                                          const OptionalTensor& residual, bool training, double momentum, double eps) {
  check(x, weight, bias, runningMean, runningVar, residual, training);
  auto result = forward(x.contiguous(at::MemoryFormat::ChannelsLast), weight, bias, runningMean, runningVar,
                        channelsLast(residual), training, momentum, eps);
  return {result.activation, result.unitMeans};
}

std::tuple<Tensor, Tensor> bnAct(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& runningMean,
                                 const Tensor& runningVar, const OptionalTensor& residual, bool training,
                                 double momentum, double eps) {
  check(x, weight, bias, runningMean, runningVar, residual, training);
  at::AutoDispatchBelowADInplaceOrView below;
  auto results = BnAct::apply(x, weight, bias, runningMean, runningVar, residual, training, momentum, eps);
  return {results[0], results[1]};
}

}  // namespace

#define BN_ACT_ARGUMENTS                                                                                        \
  "(Tensor x, Tensor weight, Tensor bias, Tensor(a!) running_mean, Tensor(b!) running_var, Tensor? residual, " \
  "bool training, float momentum, float eps) -> (Tensor activation, Tensor unit_means)"

TORCH_LIBRARY_FRAGMENT(selectivity, library) {
  library.def("bn_act" BN_ACT_ARGUMENTS);
  library.def("bn_act_composite" BN_ACT_ARGUMENTS);
}

TORCH_LIBRARY_IMPL(selectivity, CPU, library) { library.impl("bn_act", bnActInference); }
TORCH_LIBRARY_IMPL(selectivity, AutogradCPU, library) { library.impl("bn_act", bnAct); }
TORCH_LIBRARY_IMPL(selectivity, CompositeImplicitAutograd, library) {
  library.impl("bn_act", bnActComposite);
  library.impl("bn_act_composite", bnActComposite);
}

}  // namespace selectivity
