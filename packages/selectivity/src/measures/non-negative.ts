/**
 * The index is defined for activations ≥ 0; what to do where a layer's (GELU, tanh, before a ReLU) are not.
 *
 * | `refuse` | throw, naming the unit: the default |
 * | `trust`  | do not look: for training, where a ReLU stands before and looking would wait for a GPU |
 * | `abs`    | take the size of each image's unit mean |
 * | `relu`   | count negative unit means as 0 |
 * | `shift`  | raise each unit by its lowest unit mean, if that is negative: of the batch in training, of all images in a measurement |
 *
 * Source: science.md 1.6.
 * @module
 */

import { scope, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import { type JoinedLayers, unitName } from "../taps/joined-layers.js";

/** See the module: what to do with negative activations. */
export type Negatives = "refuse" | "trust" | "abs" | "relu" | "shift";

/**
 * Unit means that the index is defined for.
 *
 * @returns `[N, ΣU]`, differentiable; with `refuse` and `trust` the units as they are.
 * @throws {@link SelectivityError} `negative-activation`, with `refuse`.
 */
export function nonNegative({ units, spans }: JoinedLayers, negatives: Negatives): Tensor {
  switch (negatives) {
    case "trust":
      return units;
    case "abs":
      return units.abs();
    case "relu":
      return units.relu();
    case "shift":
      return scope(() => units.sub(units.amin(0).clamp({ max: 0 })));
    case "refuse":
      refuseNegative({ units, spans });
      return units;
  }
}

function refuseNegative({ units, spans }: JoinedLayers): void {
  const lowest = scope(() => units.detach().amin().item());
  if (!(lowest < 0)) return; // NaN is none of this function's business
  const column = scope(() => units.detach().neg().argmax().item()) % (units.shape[1] ?? 1);
  throw new SelectivityError("negative-activation", {
    problem: `the selectivity index needs activations ≥ 0, got ${lowest} from ${unitName(spans, column)}.`,
    remedy: 'tap the layer after its ReLU, or choose how to handle negative values: negatives "abs", "relu" or "shift"',
  });
}
