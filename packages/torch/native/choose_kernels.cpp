// Which form of our kernels runs: the best that this processor and its operating system support, unless another is asked for.
#include <ATen/Parallel.h>

#include "handles.h"
#include "kernels/kernels.h"

extern "C" {
const selectivity::Kernels* selectivity_kernels_baseline();
#ifdef __x86_64__
const selectivity::Kernels* selectivity_kernels_avx2();
const selectivity::Kernels* selectivity_kernels_avx512();
#endif
}

namespace selectivity {
namespace {

struct Feature {
  const char* name;
  bool supported;
};

/// What the processor can do and the operating system lets it do.
std::vector<Feature> cpuFeatures() {
#ifdef __x86_64__
#define SELECTIVITY_FEATURE(name) {name, __builtin_cpu_supports(name) != 0}
  __builtin_cpu_init();
  return {SELECTIVITY_FEATURE("sse4.2"),   SELECTIVITY_FEATURE("avx"),      SELECTIVITY_FEATURE("avx2"),
          SELECTIVITY_FEATURE("fma"),      SELECTIVITY_FEATURE("avx512f"),  SELECTIVITY_FEATURE("avx512bw"),
          SELECTIVITY_FEATURE("avx512cd"), SELECTIVITY_FEATURE("avx512dq"), SELECTIVITY_FEATURE("avx512vl")};
#undef SELECTIVITY_FEATURE
#else
  return {};
#endif
}

/// The forms that run here, the best first.
std::vector<const Kernels*> supportedForms() {
  std::vector<const Kernels*> forms;
#ifdef __x86_64__
  const auto features = cpuFeatures();
  const auto supports = [&](std::initializer_list<const char*> names) {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::any_of(features.begin(), features.end(), [&](const Feature& f) { return f.name == name && f.supported; });
    });
  };
  const bool avx2 = supports({"avx2", "fma"});
  if (avx2 && supports({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}))
    forms.push_back(selectivity_kernels_avx512());
  if (avx2) forms.push_back(selectivity_kernels_avx2());
#endif
  forms.push_back(selectivity_kernels_baseline());
  return forms;
}

const Kernels*& chosen() {
  static const Kernels* form = supportedForms().front();
  return form;
}

/// `kernels()`: `{ running, supported, features }`, the best form first.
Napi::Value describeKernels(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    auto supported = Napi::Array::New(info.Env()), features = Napi::Array::New(info.Env());
    for (const auto* form : supportedForms()) supported.Set(supported.Length(), form->name);
    for (const auto& feature : cpuFeatures())
      if (feature.supported) features.Set(features.Length(), feature.name);
    auto description = Napi::Object::New(info.Env());
    description.Set("running", kernels().name);
    description.Set("supported", supported);
    description.Set("features", features);
    return Napi::Value(description);
  });
}

/// `useKernels(form)`: from the next call of an operator on.
Napi::Value useKernels(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto name = info[0].As<Napi::String>().Utf8Value();
    for (const auto* form : supportedForms())
      if (form->name == name) {
        chosen() = form;
        return info.Env().Undefined();
      }
    TORCH_CHECK(false, "this processor does not run kernels of the form \"", name, "\"");
  });
}

}  // namespace

const Kernels& kernels() { return *chosen(); }

void parallelFor(int64_t count, int64_t grain, RangeBody body, const void* context) {
  at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) { body(context, begin, end); });
}

void exportKernels(Napi::Env env, Napi::Object exports) {
  exports.Set("kernels", Napi::Function::New(env, describeKernels, "kernels"));
  exports.Set("useKernels", Napi::Function::New(env, useKernels, "useKernels"));
}

}  // namespace selectivity
