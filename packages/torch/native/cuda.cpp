// What only a GPU has: its description, and a step captured as one graph.
//
// Built with SELECTIVITY_CUDA where libtorch comes with CUDA and CUDA's headers are found; else the functions say so.
#include <ATen/Context.h>

#include "handles.h"

#ifdef SELECTIVITY_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>
#endif

namespace selectivity {
namespace {

Napi::Value hasCuda(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return Napi::Boolean::New(info.Env(), at::hasCUDA()); });
}

#ifdef SELECTIVITY_CUDA

/// A captured step, and the stream on which it was captured and is replayed.
struct Capture {
  explicit Capture(c10::DeviceIndex device) : stream(c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device)) {}
  at::cuda::CUDAGraph graph;
  c10::cuda::CUDAStream stream;
};

Capture& toCapture(const Napi::Value& value) { return *value.As<Napi::External<Capture>>().Data(); }

/// `[{ name, bytes }]`, one a GPU, in the order of `cuda:<n>`.
Napi::Value cudaDevices(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    auto devices = Napi::Array::New(info.Env());
    for (int index = 0; index < c10::cuda::device_count(); index++) {
      cudaDeviceProp properties;
      C10_CUDA_CHECK(cudaGetDeviceProperties(&properties, index));
      auto device = Napi::Object::New(info.Env());
      device.Set("name", Napi::String::New(info.Env(), properties.name));
      device.Set("bytes", Napi::Number::New(info.Env(), double(properties.totalGlobalMem)));
      devices.Set(uint32_t(index), device);
    }
    return devices;
  });
}

/// `onStream(capture, work)`: runs `work` on the capture's stream, after all that was asked for before, and before all after.
Napi::Value onStream(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    auto& capture = toCapture(info[0]);
    const auto before = c10::cuda::getCurrentCUDAStream(capture.stream.device_index());
    C10_CUDA_CHECK(cudaStreamSynchronize(before));
    {
      const c10::cuda::CUDAStreamGuard guard(capture.stream);
      info[1].As<Napi::Function>().Call({});
    }
    C10_CUDA_CHECK(cudaStreamSynchronize(capture.stream));
    return info.Env().Undefined();
  });
}

Napi::Value makeCapture(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto device = c10::Device(info[0].As<Napi::String>().Utf8Value());
    const auto index = device.has_index() ? device.index() : c10::cuda::current_device();
    return Napi::Value(Napi::External<Capture>::New(info.Env(), new Capture(index),
                                                    [](Napi::Env, Capture* capture) { delete capture; }));
  });
}

/// `record(capture, work)`: what `work` asks of the GPU is not done but written down. Call it within `onStream`.
Napi::Value record(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    auto& graph = toCapture(info[0]).graph;
    graph.capture_begin();
    try {
      info[1].As<Napi::Function>().Call({});
    } catch (...) {
      try {
        graph.capture_end();  // leaves the stream usable; what went wrong in `work` is the error to tell
      } catch (...) {
      }
      throw;
    }
    graph.capture_end();
    return info.Env().Undefined();
  });
}

/// `replay(capture)`: does what was written down, on the same memory. Call it within `onStream`, or on the current stream.
Napi::Value replay(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    toCapture(info[0]).graph.replay();
    return info.Env().Undefined();
  });
}

constexpr bool kCaptures = true;

#else

Napi::Value withoutCuda(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    TORCH_CHECK(false, "the bridge was built without CUDA's headers: set CUDA_HOME to the toolkit's folder and build it again");
  });
}

Napi::Value cudaDevices(const Napi::CallbackInfo& info) { return Napi::Array::New(info.Env()); }
constexpr auto makeCapture = withoutCuda, onStream = withoutCuda, record = withoutCuda, replay = withoutCuda;
constexpr bool kCaptures = false;

#endif

}  // namespace

void exportCuda(Napi::Env env, Napi::Object exports) {
  const auto set = [&](const char* name, auto function) { exports.Set(name, Napi::Function::New(env, function, name)); };
  exports.Set("captures", Napi::Boolean::New(env, kCaptures));
  set("hasCuda", hasCuda);
  set("cudaDevices", cudaDevices);
  set("makeCapture", makeCapture);
  set("onStream", onStream);
  set("record", record);
  set("replay", replay);
}

}  // namespace selectivity
