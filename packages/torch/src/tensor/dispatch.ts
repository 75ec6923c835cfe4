/**
 * Calls an operator of libtorch by name. Values here are native: what they mean to a user (`Tensor`) is wrapped around
 * them one storey up, by tensor.ts and operator.ts.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";
import { TorchError } from "../error.js";
import { type NativeOperator, native } from "../runtime/native.js";
import { reportCall } from "./recording.js";

/** Something that stands for a native object: a tensor or a generator. */
export interface HasHandle {
  readonly handle: unknown;
}

/** An operator, looked up at its first call, so that naming one loads nothing. */
export class Operation {
  #native: NativeOperator | undefined;

  /** @param name with its overload, as PyTorch writes it: `aten::add.Tensor`. */
  constructor(readonly name: string) {}

  /**
   * @param args in the order of the schema; objects with a handle stand for it, `undefined` for the schema's default.
   * @returns native values: a handle, a number, an array of them.
   * @throws {@link TorchError}
   */
  call(args: readonly unknown[]): unknown {
    this.#native ??= this.#find();
    try {
      const result = this.#native(...args.map(toNative));
      reportCall(this.name, this.#native.parameters, args, result);
      return result;
    } catch (cause) {
      if (!(cause instanceof Error) || cause instanceof LabError) throw cause; // a freed tensor has an error of its own
      throw new TorchError(this.name, cause.message, describeCall(this.#native, args), { cause });
    }
  }

  #find(): NativeOperator {
    const [name = "", overload = ""] = this.name.split(".");
    const { findOperator, version } = native();
    try {
      return findOperator(name, overload);
    } catch (cause) {
      throw new TorchError(this.name, (cause as Error).message, [`libtorch ${version}`], { cause });
    }
  }
}

function toNative(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(toNative);
  return "handle" in value ? (value as HasHandle).handle : value;
}

/** Tensors and generators say in `toString()` what they are. */
function describeCall(operator: NativeOperator, args: readonly unknown[]): string[] {
  const width = Math.max(6, ...operator.parameters.map((name) => name.length));
  const describe = (value: unknown): string =>
    Array.isArray(value) ? `[${value.map(describe).join(", ")}]` : String(value);
  const rows = args.map((value, i) => `${(operator.parameters[i] ?? `#${i}`).padEnd(width)}  ${describe(value)}`);
  return [`${"schema".padEnd(width)}  ${operator.schema}`, ...rows];
}
