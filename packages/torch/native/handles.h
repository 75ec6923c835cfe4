// How native objects travel through JavaScript: as externals, owned by the garbage collector, emptied early by `release`.
#pragma once
#include <ATen/ATen.h>
#include <napi.h>

namespace selectivity {

/// How many tensors JavaScript holds.
inline int64_t liveTensors = 0;

/// Gives up JavaScript's share of a tensor; the handle stays, empty.
inline void releaseTensor(at::Tensor& tensor) {
  if (!tensor.defined()) return;
  tensor.reset();
  liveTensors--;
}

/// Hands a tensor to JavaScript; an undefined tensor becomes null.
inline Napi::Value toJs(Napi::Env env, at::Tensor tensor) {
  if (!tensor.defined()) return env.Null();
  liveTensors++;
  return Napi::External<at::Tensor>::New(env, new at::Tensor(std::move(tensor)), [](Napi::Env, at::Tensor* owned) {
    releaseTensor(*owned);
    delete owned;
  });
}

inline at::Tensor& toTensor(const Napi::Value& value) {
  TORCH_CHECK(value.IsExternal(), "expected a tensor");
  auto& tensor = *value.As<Napi::External<at::Tensor>>().Data();
  TORCH_CHECK(tensor.defined(), "this tensor was freed");
  return tensor;
}

inline std::vector<at::Tensor> toTensors(const Napi::Value& value) {
  TORCH_CHECK(value.IsArray(), "expected an array of tensors");
  auto array = value.As<Napi::Array>();
  std::vector<at::Tensor> tensors;
  tensors.reserve(array.Length());
  for (uint32_t i = 0; i < array.Length(); i++) tensors.push_back(toTensor(array.Get(i)));
  return tensors;
}

inline Napi::Array toJs(Napi::Env env, const std::vector<at::Tensor>& tensors) {
  auto array = Napi::Array::New(env, tensors.size());
  for (uint32_t i = 0; i < tensors.size(); i++) array.Set(i, toJs(env, tensors[i]));
  return array;
}

/// Runs `work`; whatever it throws becomes a JavaScript Error with the plain message, without libtorch's backtrace.
template <typename Work>
Napi::Value guarded(Napi::Env env, Work work) {
  try {
    return work();
  } catch (const Napi::Error&) {
    throw;
  } catch (const c10::Error& error) {
    throw Napi::Error::New(env, error.what_without_backtrace());
  } catch (const std::exception& error) {
    throw Napi::Error::New(env, error.what());
  } catch (...) {
    throw Napi::Error::New(env, "libtorch threw something that is not a C++ exception");
  }
}

/// A random generator is a wrapped object rather than an external, so that it can never be taken for a tensor.
inline Napi::Value toJs(Napi::Env env, at::Generator generator) {
  auto object = Napi::Object::New(env);
  const auto free = [](napi_env, void* owned, void*) { delete static_cast<at::Generator*>(owned); };
  NAPI_THROW_IF_FAILED(env, napi_wrap(env, object, new at::Generator(std::move(generator)), free, nullptr, nullptr),
                       env.Null());
  return object;
}

inline at::Generator& toGenerator(const Napi::Value& value) {
  void* generator = nullptr;
  TORCH_CHECK(value.IsObject() && napi_unwrap(value.Env(), value, &generator) == napi_ok, "expected a Generator");
  return *static_cast<at::Generator*>(generator);
}

void exportDispatcher(Napi::Env env, Napi::Object exports);
void exportRuntime(Napi::Env env, Napi::Object exports);
void exportPrecision(Napi::Env env, Napi::Object exports);
void exportCuda(Napi::Env env, Napi::Object exports);
void exportKernels(Napi::Env env, Napi::Object exports);

}  // namespace selectivity
