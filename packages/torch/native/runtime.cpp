// What is not an operator: a tensor's description and bytes, autograd, random generators, threads, versions.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include "allocator.h"
#include "handles.h"

namespace selectivity {
namespace {

const char* dtypeName(at::ScalarType dtype) {
  switch (dtype) {
    case at::kFloat: return "float32";
    case at::kDouble: return "float64";
    case at::kHalf: return "float16";
    case at::kBFloat16: return "bfloat16";
    case at::kByte: return "uint8";
    case at::kChar: return "int8";
    case at::kShort: return "int16";
    case at::kInt: return "int32";
    case at::kLong: return "int64";
    case at::kBool: return "bool";
    default: return c10::toString(dtype);
  }
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto& tensor = toTensor(info[0]);
    auto shape = Napi::Array::New(info.Env(), tensor.dim());
    for (int64_t i = 0; i < tensor.dim(); i++) shape.Set(uint32_t(i), Napi::Number::New(info.Env(), double(tensor.size(i))));
    auto description = Napi::Object::New(info.Env());
    description.Set("shape", shape);
    description.Set("dtype", dtypeName(tensor.scalar_type()));
    description.Set("device", tensor.device().str());
    return Napi::Value(description);
  });
}

/// `fromBytes(bytes, handleOfAnEmptyTensor)`: fills a contiguous CPU tensor with row-major bytes.
Napi::Value fromBytes(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto bytes = info[0].As<Napi::Uint8Array>();
    auto& tensor = toTensor(info[1]);
    TORCH_CHECK(tensor.is_contiguous() && tensor.device().is_cpu(), "expected a contiguous tensor on the CPU");
    TORCH_CHECK(bytes.ByteLength() == tensor.nbytes(), "expected ", tensor.nbytes(), " bytes, got ", bytes.ByteLength());
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), bytes.Data(), tensor.nbytes());
    return info.Env().Undefined();
  });
}

/// Row-major bytes of a tensor on any device, copied.
Napi::Value toBytes(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto tensor = toTensor(info[0]).detach().cpu().contiguous();
    auto buffer = Napi::ArrayBuffer::New(info.Env(), tensor.nbytes());
    if (tensor.nbytes() > 0) std::memcpy(buffer.Data(), tensor.data_ptr(), tensor.nbytes());
    return Napi::Value(buffer);
  });
}

Napi::Value release(const Napi::CallbackInfo& info) {
  releaseTensor(*info[0].As<Napi::External<at::Tensor>>().Data());
  return info.Env().Undefined();
}

Napi::Value countLiveTensors(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), double(liveTensors)); }

Napi::Value requiresGrad(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return Napi::Boolean::New(info.Env(), toTensor(info[0]).requires_grad()); });
}

Napi::Value setRequiresGrad(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    toTensor(info[0]).set_requires_grad(info[1].ToBoolean().Value());
    return info.Env().Undefined();
  });
}

Napi::Value gradient(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return toJs(info.Env(), toTensor(info[0]).grad()); });
}

Napi::Value clearGradient(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    toTensor(info[0]).mutable_grad().reset();
    return info.Env().Undefined();
  });
}

/// `backward(output, gradient)`: a null gradient stands for 1, and needs a scalar output.
Napi::Value backward(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    torch::autograd::backward({toTensor(info[0])}, {info[1].IsNull() ? at::Tensor() : toTensor(info[1])});
    return info.Env().Undefined();
  });
}

/// `gradients(outputs, inputs, createGraph)`: of the sum of all outputs, by each input.
Napi::Value gradients(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto outputs = toTensors(info[0]);
    std::vector<at::Tensor> ones;
    for (const auto& output : outputs) ones.push_back(at::ones_like(output));
    const bool createGraph = info[2].ToBoolean().Value();
    return Napi::Value(toJs(info.Env(), torch::autograd::grad(outputs, toTensors(info[1]), ones, createGraph, createGraph,
                                                              /*allow_unused=*/true)));
  });
}

Napi::Value setGradEnabled(const Napi::CallbackInfo& info) {
  const bool before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(info[0].ToBoolean().Value());
  return Napi::Boolean::New(info.Env(), before);
}

Napi::Value makeGenerator(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto seed = static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value());
    return toJs(info.Env(), at::make_generator<at::CPUGeneratorImpl>(seed));
  });
}

Napi::Value setThreads(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    at::set_num_threads(info[0].As<Napi::Number>().Int32Value());
    return info.Env().Undefined();
  });
}

Napi::Value getThreads(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), at::get_num_threads()); }

}  // namespace

void exportRuntime(Napi::Env env, Napi::Object exports) {
  keepTensorMemory();
  exports.Set("version", Napi::String::New(env, TORCH_VERSION));
  const auto set = [&](const char* name, auto function) { exports.Set(name, Napi::Function::New(env, function, name)); };
  set("describe", describe);
  set("fromBytes", fromBytes);
  set("toBytes", toBytes);
  set("release", release);
  set("liveTensors", countLiveTensors);
  set("requiresGrad", requiresGrad);
  set("setRequiresGrad", setRequiresGrad);
  set("gradient", gradient);
  set("clearGradient", clearGradient);
  set("backward", backward);
  set("gradients", gradients);
  set("setGradEnabled", setGradEnabled);
  set("makeGenerator", makeGenerator);
  set("setThreads", setThreads);
  set("getThreads", getThreads);
}

}  // namespace selectivity
