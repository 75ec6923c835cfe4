#include "bn_act.h"

namespace selectivity {

std::tuple<at::Tensor, at::Tensor> bnActComposite(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                                  const at::Tensor& runningMean, const at::Tensor& runningVar,
                                                  const c10::optional<at::Tensor>& residual, bool training,
                                                  double momentum, double eps) {
  const auto normalized = at::batch_norm(x, weight, bias, runningMean, runningVar, training, momentum, eps, true);
  const auto activation = at::relu(residual ? normalized + *residual : normalized);
  return {activation, activation.mean({2, 3}, false, weight.scalar_type())};
}

}  // namespace selectivity
