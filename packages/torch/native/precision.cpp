// In which arithmetic convolutions and matrix products run: autocast to a narrower type, and TensorFloat-32.
#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "handles.h"

namespace selectivity {
namespace {

// Up to 2.3 each device had functions of its own.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void autocast(at::DeviceType device, bool on) {
  at::autocast::set_autocast_dtype(device, at::kBFloat16);
  at::autocast::set_autocast_enabled(device, on);
}
#else
void autocast(at::DeviceType device, bool on) {
  if (device == at::kCUDA) {
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(on);
  } else {
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(on);
  }
}
#endif

/// `setAutocast(device, on)`: to bfloat16. Off also forgets the cast weights, which the next step changes.
Napi::Value setAutocast(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto device = c10::Device(info[0].As<Napi::String>().Utf8Value()).type();
    const bool on = info[1].ToBoolean().Value();
    autocast(device, on);
    if (!on) at::autocast::clear_cache();
    return info.Env().Undefined();
  });
}

void setTF32(bool on) {
  at::globalContext().setAllowTF32CuDNN(on);
  at::globalContext().setAllowTF32CuBLAS(on);
}

/// `isTF32Allowed()`: whether convolutions or matrix products on CUDA may use it.
Napi::Value isTF32Allowed(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const bool allowed = at::globalContext().allowTF32CuDNN() || at::globalContext().allowTF32CuBLAS();
    return Napi::Boolean::New(info.Env(), allowed);
  });
}

/// `allowTF32(on)`: in convolutions and matrix products on CUDA; elsewhere it changes nothing.
Napi::Value allowTF32(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    setTF32(info[0].ToBoolean().Value());
    return info.Env().Undefined();
  });
}

}  // namespace

void exportPrecision(Napi::Env env, Napi::Object exports) {
  setTF32(false);  // libtorch's own default allows it in convolutions
  exports.Set("setAutocast", Napi::Function::New(env, setAutocast, "setAutocast"));
  exports.Set("isTF32Allowed", Napi::Function::New(env, isTF32Allowed, "isTF32Allowed"));
  exports.Set("allowTF32", Napi::Function::New(env, allowTF32, "allowTF32"));
}

}  // namespace selectivity
