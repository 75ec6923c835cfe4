/**
 * Refuses weights that are NaN or infinite: every number that such a network gives is meaningless, also those that look like one.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import { operator, scope, type Tensor } from "@selectivity-lab/torch";
import { CheckpointError } from "./checkpoint-error.js";

/** @param tensors by name, in the order of the layers. @throws {@link CheckpointError} `not-finite`, which names the first. */
export function requireFiniteWeights(file: string, tensors: ReadonlyMap<string, Tensor>): void {
  for (const [name, tensor] of tensors) {
    const bad = tensor.numel - countFinite(tensor);
    if (bad > 0)
      throw createNotFiniteError(
        file,
        `${bad} of ${formatCount(tensor.numel, "value")} of ${name} ${bad === 1 ? "is" : "are"} NaN or infinite`,
      );
  }
}

/** Counts the values of a tensor that are neither NaN nor infinite. */
export function countFinite(tensor: Tensor): number {
  return scope(() => finiteOnes(tensor).sum().item());
}

/** @param what the first thing that is not finite, as a sentence. */
export function createNotFiniteError(file: string, what: string): CheckpointError {
  return new CheckpointError({
    code: "not-finite",
    problem: `${file}: ${what}, so nothing that this network answers means anything`,
    remedy: "name weights from before training diverged, or convert the file again",
    path: file,
  });
}

const finiteOnes = operator("aten::isfinite");
