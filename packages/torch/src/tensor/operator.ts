/**
 * Every operator of libtorch as a typed function.
 *
 * @module
 */
import { Operation } from "./dispatch.js";
import type { Operators } from "./operators.generated.js";
import { Tensor } from "./tensor.js";

/**
 * A function for an operator, by its PyTorch name with overload. Arguments stand in the order of the schema, those that
 * Python wants by keyword too; `undefined` stands for the schema's default. Nothing is loaded before the first call.
 *
 * @throws {@link TorchError} at the call, when libtorch refuses the arguments.
 * @example
 * const conv2d = operator("aten::conv2d");
 * conv2d(zeros([8, 3, 32, 32]), zeros([16, 3, 3, 3]), null, 2, 1).shape // [8, 16, 16, 16]
 */
export function operator<Name extends keyof Operators>(name: Name): Operators[Name] {
  const operation = new Operation(name);
  return ((...args: unknown[]) => wrap(operation.call(args), name)) as Operators[Name];
}

function wrap(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => wrap(item, name));
  return typeof value === "object" && value !== null ? new Tensor(value as never, name) : value;
}
