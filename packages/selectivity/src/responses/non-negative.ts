/**
 * What to do with negative activations (GELU, tanh, a layer before its ReLU), for measures that are defined only for
 * activations ≥ 0.
 *
 * | `refuse` | throw an error that names the unit: the default |
 * | `trust`  | do not check: for training, where a ReLU precedes and checking would wait for a GPU |
 * | `abs`    | take the absolute value of each image's unit mean |
 * | `relu`   | count negative unit means as 0 |
 * | `shift`  | subtract each unit's lowest unit mean, if that is negative: of the batch in training, of all images in a measurement |
 *
 * Source: science.md 1.6.
 * @module
 */

import { scope, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import { formatUnitName, type JoinedLayers } from "../taps/joined-layers.js";

/** What to do with negative activations; see the module. */
export type Negatives = "refuse" | "trust" | "abs" | "relu" | "shift";

/**
 * Unit means without negative values.
 *
 * @param measure what needs activations ≥ 0, for the error message: `selectivity index`.
 * @returns `[N, ΣU]`, differentiable; with `refuse` and `trust` the units themselves.
 * @throws {@link SelectivityError} `negative-activation`, with `refuse`.
 */
export function removeNegatives({ units, spans }: JoinedLayers, negatives: Negatives, measure: string): Tensor {
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
      refuseNegatives({ units, spans }, measure);
      return units;
  }
}

function refuseNegatives({ units, spans }: JoinedLayers, measure: string): void {
  const lowest = scope(() => units.detach().amin().item());
  if (!(lowest < 0)) return; // a NaN passes: whoever trains or measures reports it
  const column = scope(() => units.detach().neg().argmax().item()) % (units.shape[1] ?? 1);
  throw new SelectivityError("negative-activation", {
    problem: `the ${measure} needs activations ≥ 0, got ${lowest} from ${formatUnitName(spans, column)}.`,
    remedy: 'tap the layer after its ReLU, or choose how to handle negative values: negatives "abs", "relu" or "shift"',
  });
}
