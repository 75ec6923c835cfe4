/**
 * Modules: a function with parameters. As in PyTorch, names of parameters are the names of properties, joined by dots,
 * so that a state dict opens there.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";
import { noGrad } from "../tensor/autograd.js";
import { Buffer, Parameter } from "../tensor/parameter.js";
import { scope } from "../tensor/scope.js";
import type { Tensor, TensorPlace } from "../tensor/tensor.js";
import type { Tap } from "./tap.js";

/** A state dict does not fit a module. The details list what is missing, unexpected, or of a different shape. */
export class StateError extends LabError {
  override readonly name = "StateError";

  /** @param problems one sentence for each tensor that does not fit. */
  constructor(readonly problems: readonly string[]) {
    super({
      code: "unexpected-state",
      problem: "the weights do not fit the model:",
      details: problems.map((problem) => `✖ ${problem}`),
    });
  }
}

/** A layer, or a network of them. Its {@link Parameter}s, {@link Buffer}s and modules are its plain properties. */
export abstract class Module {
  /** Batch norm and its like behave differently in training; see {@link Module.train}. */
  training = true;

  /** @param tap sees the hidden units as they are computed. */
  abstract forward(input: Tensor, tap?: Tap): Tensor;

  /** Sets the mode of this module and of all inside. Returns itself. */
  train(on = true): this {
    this.training = on;
    for (const [, child] of children(this)) child.train(on);
    return this;
  }

  /** The opposite of {@link Module.train}. */
  eval(): this {
    return this.train(false);
  }

  /** This module and all inside, each before its parts. */
  modules(): Module[] {
    return [this, ...[...children(this)].flatMap(([, child]) => child.modules())];
  }

  /** Learnable tensors by name, a module's own before those of its parts. */
  namedParameters(): Map<string, Parameter> {
    return collect(this, (value) => value instanceof Parameter);
  }

  /** Learnable tensors. */
  parameters(): Parameter[] {
    return [...this.namedParameters().values()];
  }

  /** Tensors that are saved but not learned, by name. */
  namedBuffers(): Map<string, Buffer> {
    return collect(this, (value) => value instanceof Buffer);
  }

  /** All that must be saved, by name; the module's own tensors, not copies. */
  stateDict(): Map<string, Parameter | Buffer> {
    return collect(this, (value) => value instanceof Parameter || value instanceof Buffer);
  }

  /**
   * Copies values in.
   *
   * @throws {@link StateError} unless names and shapes are exactly those of {@link Module.stateDict}; nothing is copied then.
   */
  loadStateDict(state: ReadonlyMap<string, Tensor>): void {
    const own = this.stateDict();
    const problems = [...misfits(own, state)];
    if (problems.length > 0) throw new StateError(problems);
    noGrad(() => {
      for (const [name, target] of own) target.copy_(state.get(name) as Tensor);
    });
  }

  /** Moves all tensors: floating-point ones to the dtype, four-dimensional ones to the memory format. Returns itself. */
  to({ dtype, device, memoryFormat }: TensorPlace): this {
    noGrad(() => {
      for (const target of this.stateDict().values()) {
        const place = {
          dtype: target.dtype.includes("float") ? dtype : undefined,
          device,
          memoryFormat: target.shape.length === 4 ? memoryFormat : undefined,
        };
        scope(() => target.replace(target.to(place).detach().clone()));
      }
    });
    return this;
  }
}

function* children(module: Module): Generator<[string, Module]> {
  for (const [name, value] of Object.entries(module)) {
    if (value instanceof Module) yield [name, value];
    else if (Array.isArray(value))
      for (const [i, item] of value.entries()) if (item instanceof Module) yield [`${name}.${i}`, item];
  }
}

function collect<Kind>(module: Module, isKind: (value: unknown) => value is Kind, prefix = ""): Map<string, Kind> {
  const found = new Map<string, Kind>();
  for (const [name, value] of Object.entries(module)) if (isKind(value)) found.set(prefix + name, value);
  for (const [name, child] of children(module))
    for (const [inner, value] of collect(child, isKind, `${prefix}${name}.`)) found.set(inner, value);
  return found;
}

function* misfits(own: ReadonlyMap<string, Tensor>, state: ReadonlyMap<string, Tensor>): Generator<string> {
  for (const [name, target] of own) {
    const came = state.get(name);
    if (!came) yield `${name}: missing; the model has [${target.shape.join(", ")}]`;
    else if (came.shape.join() !== target.shape.join())
      yield `${name}: the model has [${target.shape.join(", ")}], the weights [${came.shape.join(", ")}]`;
  }
  for (const name of state.keys()) if (!own.has(name)) yield `${name}: unexpected; the model has no such tensor`;
}
