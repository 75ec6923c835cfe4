// The slow form of bn_act.
#pragma once
#include <ATen/ATen.h>

namespace selectivity {

/// The same operator in operators of libtorch: for other devices, and what the fused form is tested against.
std::tuple<at::Tensor, at::Tensor> bnActComposite(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                                  const at::Tensor& runningMean, const at::Tensor& runningVar,
                                                  const c10::optional<at::Tensor>& residual, bool training,
                                                  double momentum, double eps);

}  // namespace selectivity
