/**
 * Numbers that PyTorch recorded (reference/modules.json, by reference/modules.py), and how close is close enough.
 * @module
 */
import { expect } from "vitest";
import { tensor } from "../../src/tensor/create.js";
import type { Tensor } from "../../src/tensor/tensor.js";

/** A float32 tensor as the scripts write it; integers too, for counters. */
export interface RecordedTensor {
  shape: number[];
  values: number[];
}

/** One module, driven forward and backward. */
export interface RecordedCase {
  training: boolean;
  state: Record<string, RecordedTensor>;
  input: RecordedTensor;
  output: RecordedTensor;
  gradient: RecordedTensor;
  inputGradient: RecordedTensor;
  parameterGradients: Record<string, RecordedTensor>;
  stateAfter: Record<string, RecordedTensor>;
}

/** A recorded tensor, made ours. */
export function fromRecorded({ shape, values }: RecordedTensor): Tensor {
  return tensor(Float32Array.from(values), { shape });
}

/** All of a state dict, made ours. */
export function stateFromRecorded(state: Record<string, RecordedTensor>): Map<string, Tensor> {
  return new Map(Object.entries(state).map(([name, value]) => [name, fromRecorded(value)]));
}

/**
 * Fails unless every element is within 1e-5 of the recorded one, relative to the largest recorded element: float32 sums of
 * some hundred products, added up in another order than PyTorch 2.13 did.
 */
export function expectRecorded(ours: Tensor | null | undefined, { shape, values }: RecordedTensor, what: string): void {
  expect(ours?.shape, `${what}: shape`).toEqual(shape);
  const found = Array.from((ours as Tensor).toTypedArray(), Number);
  const largest = Math.max(...values.map(Math.abs), 1e-30);
  const errors = values.map((value, i) => Math.abs((found[i] as number) - value) / largest);
  const worst = errors.reduce((at, error, i) => (error > (errors[at] as number) || Number.isNaN(error) ? i : at), 0);
  const report = `${what}: element ${worst} is ${found[worst]}, PyTorch has ${values[worst]}`;
  expect(errors[worst] ?? 0, report).toBeLessThanOrEqual(1e-5);
}
