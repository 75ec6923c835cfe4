/**
 * Differentiation beyond `Tensor.backward()`.
 *
 * @module
 */
import { native } from "../runtime/native.js";
import { Tensor } from "./tensor.js";

/** Runs `work` without recording a graph, as evaluation and optimizers need. */
export function noGrad<Result>(work: () => Result): Result {
  return withRecording(false, work);
}

/** Runs `work` recording a graph, also inside {@link noGrad}. */
export function enableGrad<Result>(work: () => Result): Result {
  return withRecording(true, work);
}

function withRecording<Result>(on: boolean, work: () => Result): Result {
  const before = native().setGradEnabled(on);
  try {
    return work();
  } finally {
    native().setGradEnabled(before);
  }
}

/**
 * The derivatives of the sum of `outputs` by each of `inputs`, without touching any `grad`.
 *
 * @param options.createGraph lets the result be differentiated again. Default false.
 * @returns one a input; `null` where an output does not depend on it.
 */
export function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  { createGraph = false } = {},
): (Tensor | null)[] {
  const handles = (tensors: readonly Tensor[]) => tensors.map((tensor) => tensor.handle);
  return native()
    .gradients(handles(outputs), handles(inputs), createGraph)
    .map((gradient) => gradient && new Tensor(gradient, "gradients"));
}
