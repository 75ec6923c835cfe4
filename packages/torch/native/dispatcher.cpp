// The bridge to libtorch's dispatcher: find an operator by name, convert JavaScript arguments by the operator's own
// schema, call it boxed, convert the results back. Every operator of libtorch, and of ours, passes through here.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/jit_type.h>

#include "handles.h"

namespace selectivity {
namespace {

using c10::IValue;
using c10::TypeKind;

const std::vector<std::pair<std::string, at::ScalarType>>& dtypes() {
  static const std::vector<std::pair<std::string, at::ScalarType>> names = {
      {"float32", at::kFloat}, {"float64", at::kDouble}, {"float16", at::kHalf}, {"bfloat16", at::kBFloat16},
      {"uint8", at::kByte},    {"int8", at::kChar},      {"int16", at::kShort},  {"int32", at::kInt},
      {"int64", at::kLong},    {"bool", at::kBool}};
  return names;
}

int64_t enumValue(const Napi::Value& value, std::initializer_list<std::pair<const char*, int64_t>> names) {
  const std::string text = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  for (const auto& [name, number] : names)
    if (text == name) return number;
  TORCH_CHECK(false, "unknown name \"", text, "\"");
}

int64_t toMemoryFormat(const Napi::Value& value) {
  return enumValue(value, {{"contiguous", int64_t(at::MemoryFormat::Contiguous)},
                           {"preserve", int64_t(at::MemoryFormat::Preserve)},
                           {"channels_last", int64_t(at::MemoryFormat::ChannelsLast)}});
}

int64_t toInteger(const Napi::Value& value) {
  if (value.IsBigInt()) {
    bool lossless;
    return value.As<Napi::BigInt>().Int64Value(&lossless);
  }
  TORCH_CHECK(value.IsNumber(), "expected an integer");
  const double number = value.As<Napi::Number>().DoubleValue();
  TORCH_CHECK(number == std::floor(number) && std::abs(number) <= 9007199254740992.0, "expected an integer, got ", number);
  return static_cast<int64_t>(number);
}

double toDouble(const Napi::Value& value) {
  TORCH_CHECK(value.IsNumber(), "expected a number");
  return value.As<Napi::Number>().DoubleValue();
}

/// A JavaScript number that is an integer stays one, as in Python, so that integer tensors keep their dtype.
IValue toScalar(const Napi::Value& value) {
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  const double number = toDouble(value);
  if (number == std::floor(number) && std::abs(number) < 9007199254740992.0) return static_cast<int64_t>(number);
  return number;
}

IValue toIValue(const Napi::Value& value, const c10::TypePtr& type, c10::optional<int32_t> length);

template <typename T, typename Convert>
IValue toList(const Napi::Value& value, c10::optional<int32_t> length, Convert convert) {
  c10::List<T> list;
  if (!value.IsArray()) {  // one number stands for all entries of a list of fixed length, as in PyTorch's `int[2]`
    TORCH_CHECK(length.has_value(), "expected an array");
    for (int32_t i = 0; i < *length; i++) list.push_back(convert(value));
    return list;
  }
  auto array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); i++) list.push_back(convert(array.Get(i)));
  return list;
}

IValue toList(const Napi::Value& value, const c10::TypePtr& element, c10::optional<int32_t> length) {
  switch (element->kind()) {
    case TypeKind::TensorType:
      return toList<at::Tensor>(value, length, [](const Napi::Value& item) { return toTensor(item); });
    case TypeKind::IntType:
    case TypeKind::SymIntType:
      return toList<int64_t>(value, length, toInteger);
    case TypeKind::FloatType:
      return toList<double>(value, length, toDouble);
    case TypeKind::BoolType:
      return toList<bool>(value, length, [](const Napi::Value& item) { return item.ToBoolean().Value(); });
    case TypeKind::NumberType:
      return toList<at::Scalar>(value, length, [](const Napi::Value& item) { return toScalar(item).toScalar(); });
    case TypeKind::OptionalType:
      return toList<c10::optional<at::Tensor>>(value, length, [](const Napi::Value& item) {
        return item.IsNull() || item.IsUndefined() ? c10::optional<at::Tensor>() : toTensor(item);
      });
    default:
      TORCH_CHECK(false, "lists of ", element->str(), " are not supported");
  }
}

IValue toIValue(const Napi::Value& value, const c10::TypePtr& type, c10::optional<int32_t> length) {
  switch (type->kind()) {
    case TypeKind::TensorType:
      return toTensor(value);
    case TypeKind::OptionalType:
      if (value.IsNull() || value.IsUndefined()) return IValue();
      return toIValue(value, type->castRaw<c10::OptionalType>()->getElementType(), length);
    case TypeKind::ListType:
      return toList(value, type->castRaw<c10::ListType>()->getElementType(), length);
    case TypeKind::NumberType:
      return toScalar(value);
    case TypeKind::IntType:
    case TypeKind::SymIntType:
      return toInteger(value);
    case TypeKind::FloatType:
      return toDouble(value);
    case TypeKind::BoolType:
      TORCH_CHECK(value.IsBoolean(), "expected true or false");
      return value.As<Napi::Boolean>().Value();
    case TypeKind::StringType:
      TORCH_CHECK(value.IsString(), "expected text");
      return value.As<Napi::String>().Utf8Value();
    case TypeKind::ScalarTypeType:
      for (const auto& [name, dtype] : dtypes())
        if (value.IsString() && value.As<Napi::String>().Utf8Value() == name) return static_cast<int64_t>(dtype);
      TORCH_CHECK(false, "unknown dtype");
    case TypeKind::MemoryFormatType:
      return toMemoryFormat(value);
    case TypeKind::LayoutType:
      return enumValue(value, {{"strided", int64_t(at::kStrided)}, {"sparse_coo", int64_t(at::kSparse)}});
    case TypeKind::DeviceObjType:
      TORCH_CHECK(value.IsString(), "expected a device such as \"cpu\" or \"cuda:0\"");
      return at::Device(value.As<Napi::String>().Utf8Value());
    case TypeKind::GeneratorType:
      return toGenerator(value);
    default:
      TORCH_CHECK(false, "arguments of type ", type->str(), " are not supported");
  }
}

Napi::Value fromIValue(Napi::Env env, const IValue& value) {
  if (value.isTensor()) return toJs(env, value.toTensor());
  if (value.isTensorList()) return toJs(env, value.toTensorVector());
  if (value.isInt()) return Napi::Number::New(env, static_cast<double>(value.toInt()));
  if (value.isDouble()) return Napi::Number::New(env, value.toDouble());
  if (value.isBool()) return Napi::Boolean::New(env, value.toBool());
  if (value.isString()) return Napi::String::New(env, value.toStringRef());
  if (value.isNone()) return env.Null();
  TORCH_CHECK(false, "results of type ", value.tagKind(), " are not supported");
}

Napi::Value callOperator(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto& op = *static_cast<const c10::OperatorHandle*>(info.Data());
    const auto& parameters = op.schema().arguments();
    TORCH_CHECK(info.Length() <= parameters.size(), "takes ", parameters.size(), " arguments, got ", info.Length());
    torch::jit::Stack stack;
    stack.reserve(parameters.size());
    for (size_t i = 0; i < parameters.size(); i++) {
      const auto& parameter = parameters[i];
      const bool given = i < info.Length() && !info[i].IsUndefined();
      TORCH_CHECK(given || parameter.default_value() || parameter.type()->kind() == TypeKind::OptionalType,
                  "misses its argument ", parameter.name());
      if (!given) {
        stack.push_back(parameter.default_value() ? *parameter.default_value() : IValue());
        continue;
      }
      try {
        stack.push_back(toIValue(info[i], parameter.real_type(), parameter.N()));
      } catch (const c10::Error& error) {
        TORCH_CHECK(false, parameter.name(), ": ", error.what_without_backtrace());
      }
    }
    op.callBoxed(stack);
    if (stack.empty()) return info.Env().Undefined();
    if (stack.size() == 1) return fromIValue(info.Env(), stack[0]);
    auto results = Napi::Array::New(info.Env(), stack.size());
    for (uint32_t i = 0; i < stack.size(); i++) results.Set(i, fromIValue(info.Env(), stack[i]));
    return Napi::Value(results);
  });
}

/// `findOperator("aten::add", "Tensor")` → a function of that operator's arguments, in the order of its schema.
Napi::Value findOperator(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto name = info[0].As<Napi::String>().Utf8Value(), overload = info[1].As<Napi::String>().Utf8Value();
    const auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found, "this libtorch has no operator of that name");
    auto* handle = new c10::OperatorHandle(*found);  // lives as long as the process, like the operator itself
    auto function = Napi::Function::New(info.Env(), callOperator, name, handle);
    function.Set("schema", c10::toString(found->schema()));
    auto parameters = Napi::Array::New(info.Env());
    for (const auto& argument : found->schema().arguments()) parameters.Set(parameters.Length(), argument.name());
    function.Set("parameters", parameters);
    return Napi::Value(function);
  });
}

/// Every operator that libtorch knows, for the generator of the TypeScript types.
Napi::Value listOperators(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto env = info.Env();
    auto list = Napi::Array::New(env);
    for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
      const auto op = c10::Dispatcher::singleton().findSchema(name);
      if (!op) continue;
      auto item = Napi::Object::New(env);
      auto parameters = Napi::Array::New(env), results = Napi::Array::New(env);
      for (const auto& argument : op->schema().arguments()) {
        auto parameter = Napi::Object::New(env);
        parameter.Set("name", argument.name());
        parameter.Set("type", argument.real_type()->str());
        parameter.Set("length", argument.N() ? Napi::Number::New(env, *argument.N()) : env.Null());
        parameter.Set("optional", argument.default_value().has_value());
        parameters.Set(parameters.Length(), parameter);
      }
      for (const auto& result : op->schema().returns()) results.Set(results.Length(), result.real_type()->str());
      item.Set("name", name.name);
      item.Set("overload", name.overload_name);
      item.Set("parameters", parameters);
      item.Set("results", results);
      list.Set(list.Length(), item);
    }
    return Napi::Value(list);
  });
}

}  // namespace

void exportDispatcher(Napi::Env env, Napi::Object exports) {
  exports.Set("findOperator", Napi::Function::New(env, findOperator));
  exports.Set("listOperators", Napi::Function::New(env, listOperators));
}

}  // namespace selectivity
