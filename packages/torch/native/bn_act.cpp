// bn_act: batch norm, an optional residual, ReLU, and the mean over space of what comes out, as one operator. It reads a
// map twice and writes it once; its backward takes the gradients of the map and of the means together.
//
//     y = relu(γ (x − μ) / σ + β + residual)      means[n, c] = mean over space of y
//
// In training μ and σ are those of the batch, else the running ones. x: [N, C, H, W] in channels_last order on the CPU.
// Everything is computed image by image and joined in the order of images, so that threads do not change a bit. Of two
// passes in a row one goes from the last image to the first: it begins with what the pass before left in the cache.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "bn_act.h"
#include "lanes.h"

namespace selectivity {
namespace {

using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

/// Values a thread takes on at least: below, waking it costs more than it does.
constexpr int64_t kGrain = 1 << 15;

template <typename Body>
void forImages(int64_t images, int64_t size, const Body& body) {
  at::parallel_for(0, images, std::max<int64_t>(1, kGrain / std::max<int64_t>(1, size)), body);
}

/// Pixels of an image whose mean stands for the batch's while sums of squares are taken: large means then cancel early.
constexpr int64_t kPilotPixels = 64;

/// Mean and biased variance of each channel over the batch.
struct Moments {
  std::vector<double> mean, variance;
};

template <typename Storage>
Moments batchMoments(const Storage* x, int64_t images, const Image<Working<Storage>>& image) {
  using Real = Working<Storage>;
  const int64_t C = image.channels, pilot = std::min(image.pixels, kPilotPixels);
  std::vector<double> means(images * C), squares(images * C);  // of each image, squares about its own mean
  forImages(images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(2 * image.period), sums(2 * C);
    std::vector<Real> shift(image.period), channelShift(C);
    for (int64_t n = end - 1; n >= begin; n--) {
      const Storage* values = x + n * image.size;
      sweep<1>(image, pilot * C, totals.data(), [&](auto& sum, int64_t, int64_t at, int64_t count) {
        sum[0] += load(values + at, count);
      });
      image.fold(totals.data(), sums.data());
      for (int64_t c = 0; c < C; c++) channelShift[c] = Real(sums[c] / pilot);
      image.spread(channelShift.data(), shift.data());
      sweep<2>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        const auto shifted = first<Real>(load(values + at, count) - loadFull(&shift[lane]), count);
        sum[0] += shifted;
        sum[1] += shifted * shifted;
      });
      image.fold(&totals[0], &sums[0]);
      image.fold(&totals[image.period], &sums[C]);
      for (int64_t c = 0; c < C; c++) {
        means[n * C + c] = channelShift[c] + sums[c] / image.pixels;
        squares[n * C + c] = sums[C + c] - sums[c] * sums[c] / image.pixels;
      }
    }
  });
  Moments moments{std::vector<double>(C), std::vector<double>(C)};
  for (int64_t n = 0; n < images; n++)
    for (int64_t c = 0; c < C; c++) moments.mean[c] += means[n * C + c] / images;
  for (int64_t n = 0; n < images; n++)
    for (int64_t c = 0; c < C; c++) {
      const double apart = means[n * C + c] - moments.mean[c];
      moments.variance[c] += (squares[n * C + c] / image.pixels + apart * apart) / images;
    }
  return moments;
}

/// Batch norm as `(x − centre) · scale + offset`, laid out by lanes. What rounding takes from the centre, the offset holds.
template <typename Real>
struct Affine {
  std::vector<Real> centre, scale, offset;

  Affine(const Image<Real>& image, const double* mean, const double* inverseStd, const Real* weight, const Real* bias)
      : centre(image.period), scale(image.period), offset(image.period) {
    std::vector<double> scales(image.channels), offsets(image.channels);
    for (int64_t c = 0; c < image.channels; c++) {
      scales[c] = weight[c] * inverseStd[c];
      offsets[c] = bias[c] - (mean[c] - Real(mean[c])) * scales[c];
    }
    image.spread(mean, centre.data());
    image.spread(scales.data(), scale.data());
    image.spread(offsets.data(), offset.data());
  }

  Vector<Real> operator()(Vector<Real> x, int64_t lane) const {
    return (x - loadFull(&centre[lane])) * loadFull(&scale[lane]) + loadFull(&offset[lane]);
  }
};

template <bool HasResidual, typename Storage, typename Real>
void normalise(const Storage* x, const Storage* residual, const Affine<Real>& affine, int64_t images,
               const Image<Real>& image, Storage* activation, Real* unitMeans) {
  forImages(images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(image.period), sums(image.channels);
    for (int64_t n = begin; n < end; n++) {
      const int64_t start = n * image.size;
      sweep<1>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        auto y = affine(load(x + start + at, count), lane);
        if constexpr (HasResidual) y += load(residual + start + at, count);
        y = y < 0 ? Vector<Real>{} : y;  // NaN stays NaN
        store(activation + start + at, y, count);
        sum[0] += first<Real>(y, count);
      });
      image.fold(totals.data(), sums.data());
      for (int64_t c = 0; c < image.channels; c++) unitMeans[n * image.channels + c] = Real(sums[c] / image.pixels);
    }
  });
}

/// What backward needs of forward, on raw memory. `activation` is there with a residual only: without, it is computed again.
template <typename Storage>
struct Saved {
  using Real = Working<Storage>;
  const Storage* x;
  const Storage* activation;
  const Affine<Real>& affine;
  int64_t images;
  const Image<Real>& image;
};

/// The gradient of the map before ReLU: that of the map plus each unit's constant share of its mean's, where y > 0.
template <bool HasResidual, typename Storage, typename Real = Working<Storage>>
inline Vector<Real> masked(const Saved<Storage>& saved, const Storage* gradient, const Real* share, Vector<Real> x,
                           int64_t at, int64_t lane, int64_t count) {
  Vector<Real> y;
  if constexpr (HasResidual)
    y = load(saved.activation + at, count);
  else
    y = saved.affine(x, lane);
  return y <= 0 ? Vector<Real>{} : load(gradient + at, count) + loadFull(share + lane);
}

/// Sums over batch and space of each channel's masked gradient, and of it times (x − centre).
struct GradientSums {
  std::vector<double> plain, timesX;
};

/**
 * First pass of backward. Writes `residualGradient`, the masked gradient, with a residual; and, where the statistics are
 * constants (evaluation), `xGradient` as well.
 */
template <bool HasResidual, bool Training, typename Storage, typename Real = Working<Storage>>
GradientSums maskAndSum(const Saved<Storage>& saved, const Storage* gradient, const Real* meansGradient,
                        Storage* residualGradient, Storage* xGradient) {
  const auto& image = saved.image;
  const int64_t C = image.channels;
  std::vector<double> sums(saved.images * 2 * C);
  forImages(saved.images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<double> totals(2 * image.period);
    std::vector<Real> share(image.period);
    for (int64_t n = end - 1; n >= begin; n--) {
      const int64_t start = n * image.size;
      image.spread(meansGradient + n * C, share.data(), Real(1) / image.pixels);
      sweep<2>(image, image.size, totals.data(), [&](auto& sum, int64_t lane, int64_t at, int64_t count) {
        const auto x = load(saved.x + start + at, count);
        const auto g = first<Real>(
            masked<HasResidual>(saved, gradient, share.data(), x, start + at, lane, count), count);
        if constexpr (HasResidual) store(residualGradient + start + at, g, count);
        if constexpr (!Training) store(xGradient + start + at, Vector<Real>(g * loadFull(&saved.affine.scale[lane])), count);
        sum[0] += g;
        sum[1] += g * (x - loadFull(&saved.affine.centre[lane]));
      });
      image.fold(&totals[0], &sums[n * 2 * C]);
      image.fold(&totals[image.period], &sums[n * 2 * C + C]);
    }
  });
  GradientSums joined{std::vector<double>(C), std::vector<double>(C)};
  for (int64_t n = 0; n < saved.images; n++)
    for (int64_t c = 0; c < C; c++) {
      joined.plain[c] += sums[n * 2 * C + c];
      joined.timesX[c] += sums[n * 2 * C + C + c];
    }
  return joined;
}

/// Second pass, in training: `scale · masked gradient + slope · (x − centre) + constant`.
template <bool HasResidual, typename Storage, typename Real = Working<Storage>>
void throughBatchStatistics(const Saved<Storage>& saved, const Storage* gradient, const Real* meansGradient,
                            const Storage* residualGradient, const std::vector<Real>& slope,
                            const std::vector<Real>& constant, Storage* xGradient) {
  const auto& image = saved.image;
  forImages(saved.images, image.size, [&](int64_t begin, int64_t end) {
    std::vector<Real> share(image.period);
    double none;
    for (int64_t n = begin; n < end; n++) {
      const int64_t start = n * image.size;
      if constexpr (!HasResidual)
        image.spread(meansGradient + n * image.channels, share.data(), Real(1) / image.pixels);
      sweep<0>(image, image.size, &none, [&](auto&, int64_t lane, int64_t at, int64_t count) {
        const auto x = load(saved.x + start + at, count);
        Vector<Real> g;
        if constexpr (HasResidual)
          g = load(residualGradient + start + at, count);
        else
          g = masked<false>(saved, gradient, share.data(), x, start + at, lane, count);
        const auto& [centre, scale, offset] = saved.affine;
        const Vector<Real> through = (x - loadFull(&centre[lane])) * loadFull(&slope[lane]) + loadFull(&constant[lane]);
        store(xGradient + start + at, Vector<Real>(g * loadFull(&scale[lane]) + through), count);
      });
    }
  });
}

struct Gradients {
  Tensor x, weight, bias, residual;
};

/// With `reuse`, the activation's gradient is overwritten: each of its values is read before one is written in its place.
template <bool HasResidual, bool Training, typename Storage>
Gradients backward(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& statistics,
                   const Tensor& activation, const Tensor& activationGradient, const Tensor& meansGradient, bool reuse) {
  using Real = Working<Storage>;
  const Image<Real> image{x.size(2) * x.size(3), x.size(1)};
  const int64_t C = image.channels;
  const double *mean = statistics.data_ptr<double>(), *inverseStd = mean + C;
  const Affine<Real> affine(image, mean, inverseStd, weight.data_ptr<Real>(), bias.data_ptr<Real>());
  const Saved<Storage> saved{x.data_ptr<Storage>(), HasResidual ? activation.data_ptr<Storage>() : nullptr, affine,
                             x.size(0), image};
  const auto *gradient = activationGradient.data_ptr<Storage>();
  const auto *ofMeans = meansGradient.data_ptr<Real>();

  const Tensor reused = reuse ? activationGradient : at::empty_like(x);
  Gradients result{HasResidual ? at::empty_like(x) : reused, at::empty_like(weight), at::empty_like(bias),
                   HasResidual ? reused : Tensor()};
  auto* residualGradient = HasResidual ? result.residual.data_ptr<Storage>() : nullptr;
  const auto sums = maskAndSum<HasResidual, Training>(saved, gradient, ofMeans, residualGradient,
                                                      result.x.data_ptr<Storage>());
  std::vector<double> slopes(C), constants(C);
  const double count = double(saved.images) * image.pixels;
  for (int64_t c = 0; c < C; c++) {
    const double lost = mean[c] - Real(mean[c]), scale = weight.data_ptr<Real>()[c] * inverseStd[c];
    const double timesCentred = sums.timesX[c] - lost * sums.plain[c];
    result.weight.data_ptr<Real>()[c] = Real(timesCentred * inverseStd[c]);
    result.bias.data_ptr<Real>()[c] = Real(sums.plain[c]);
    slopes[c] = -scale * timesCentred * inverseStd[c] * inverseStd[c] / count;
    constants[c] = -scale * sums.plain[c] / count - slopes[c] * lost;
  }
  if constexpr (Training) {
    std::vector<Real> slope(image.period), constant(image.period);
    image.spread(slopes.data(), slope.data());
    image.spread(constants.data(), constant.data());
    throughBatchStatistics<HasResidual>(saved, gradient, ofMeans, residualGradient, slope, constant,
                                        result.x.data_ptr<Storage>());
  }
  return result;
}

/// Calls `work` with a value of the tensor's storage type.
template <typename Work>
auto withStorage(const Tensor& x, Work work) {
  switch (x.scalar_type()) {
    case at::kFloat: return work(float{});
    case at::kBFloat16: return work(c10::BFloat16{});
    case at::kDouble: return work(double{});
    default: TORCH_CHECK(false, "bn_act: x must be float32, bfloat16 or float64 on the CPU, got ", x.scalar_type());
  }
}

void check(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& mean, const Tensor& var,
           const OptionalTensor& residual, bool training) {
  TORCH_CHECK(x.dim() == 4, "bn_act: x must be [N, C, H, W], got ", x.sizes());
  TORCH_CHECK(x.numel() > 0, "bn_act: x must not be empty, got ", x.sizes());
  const auto dtype = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const std::pair<const char*, const Tensor&> vectors[] = {{"weight", weight}, {"bias", bias}, {"running_mean", mean}, {"running_var", var}};
  for (const auto& [name, vector] : vectors) {
    TORCH_CHECK(vector.dim() == 1 && vector.size(0) == x.size(1), "bn_act: ", name, " must be [", x.size(1),
                "], one value a channel of x, got ", vector.sizes());
    TORCH_CHECK(vector.scalar_type() == dtype, "bn_act: ", name, " must be ", dtype, " where x is ", x.scalar_type(),
                ", got ", vector.scalar_type());
    TORCH_CHECK(vector.is_contiguous() && vector.device().is_cpu(), "bn_act: ", name, " must be contiguous on the CPU");
  }
  if (residual) {
    TORCH_CHECK(residual->sizes() == x.sizes(), "bn_act: residual must be ", x.sizes(), " like x, got ", residual->sizes());
    TORCH_CHECK(residual->scalar_type() == x.scalar_type(), "bn_act: residual must be ", x.scalar_type(), " like x, got ",
                residual->scalar_type());
  }
  TORCH_CHECK(!training || x.numel() > x.size(1), "bn_act: training needs more than one value a channel, got ", x.sizes());
}

template <typename Storage>
void updateRunning(const Tensor& running, const std::vector<double>& batch, double momentum, double correction) {
  auto* values = running.data_ptr<Working<Storage>>();
  for (size_t c = 0; c < batch.size(); c++) values[c] += momentum * (batch[c] * correction - values[c]);
}

struct Result {
  Tensor activation, unitMeans, statistics;
};

/// `x` and `residual` in channels_last order.
Result forward(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& runningMean,
               const Tensor& runningVar, const OptionalTensor& residual, bool training, double momentum, double eps) {
  return withStorage(x, [&](auto sample) {
    using Storage = decltype(sample);
    using Real = Working<Storage>;
    const int64_t images = x.size(0), C = x.size(1);
    const Image<Real> image{x.size(2) * x.size(3), C};
    Result result{at::empty_like(x), at::empty({images, C}, weight.options()), at::empty({2, C}, at::kDouble)};
    double *mean = result.statistics.data_ptr<double>(), *inverseStd = mean + C;
    if (training) {
      const auto moments = batchMoments(x.data_ptr<Storage>(), images, image);
      const double count = double(images) * image.pixels;
      std::copy_n(moments.mean.data(), C, mean);
      for (int64_t c = 0; c < C; c++) inverseStd[c] = 1 / std::sqrt(moments.variance[c] + eps);
      updateRunning<Storage>(runningMean, moments.mean, momentum, 1);
      updateRunning<Storage>(runningVar, moments.variance, momentum, count / (count - 1));
    } else {
      std::copy_n(runningMean.data_ptr<Real>(), C, mean);
      for (int64_t c = 0; c < C; c++) inverseStd[c] = 1 / std::sqrt(runningVar.data_ptr<Real>()[c] + eps);
    }
    const Affine<Real> affine(image, mean, inverseStd, weight.data_ptr<Real>(), bias.data_ptr<Real>());
    auto* activation = result.activation.data_ptr<Storage>();
    auto* unitMeans = result.unitMeans.data_ptr<Real>();
    const Storage* none = nullptr;
    if (residual)
      normalise<true>(x.data_ptr<Storage>(), residual->data_ptr<Storage>(), affine, images, image, activation, unitMeans);
    else
      normalise<false>(x.data_ptr<Storage>(), none, affine, images, image, activation, unitMeans);
    return result;
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
    const bool hasResidual = saved[4].defined(), training = context->saved_data["training"].toBool();
    const auto ofMap = std::exchange(gradients[0], Tensor()).contiguous(at::MemoryFormat::ChannelsLast);
    const auto ofMeans = gradients[1].contiguous();
    const bool reuse = ofMap.use_count() == 1 && ofMap.storage().use_count() == 1;  // nobody else holds it
    const auto result = withStorage(saved[0], [&](auto sample) {
      using Storage = decltype(sample);
      const auto run = hasResidual ? (training ? selectivity::backward<true, true, Storage> : selectivity::backward<true, false, Storage>)
                                   : (training ? selectivity::backward<false, true, Storage> : selectivity::backward<false, false, Storage>);
      return run(saved[0], saved[1], saved[2], saved[3], saved[4], ofMap, ofMeans, reuse);
    });
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
