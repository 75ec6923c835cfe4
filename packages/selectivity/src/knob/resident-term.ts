/**
 * The knob's term where reading anything back to JavaScript would make a GPU wait: the same number as
 * {@link selectivityTerm}, in operators whose shapes do not depend on which classes occur. So it can stand in a CUDA graph.
 *
 * Sums over the images of a class are a product with a 0/1 matrix: adding to rows, as on the CPU, has no order on a GPU.
 * @module
 */

import { arange, keep, operator, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { SELECTIVITY_EPSILON } from "../measures/selectivity-index.js";
import { joinLayers } from "../taps/joined-layers.js";
import { layerWeights } from "./layer-weights.js";

/** Options of {@link ResidentTerm}. */
export interface ResidentTermOptions {
  /** K, how many classes the data set has. */
  readonly classes: number;
  /** {@link SELECTIVITY_EPSILON} by default. */
  readonly epsilon?: number;
}

/** Mean selectivity of batches of one network, on the device where its unit means are. Negative activations are not looked for. */
export class ResidentTerm {
  readonly #classes: number;
  readonly #epsilon: number;
  /** Made at the first batch, which says which layers there are: a captured graph cannot take numbers from JavaScript. */
  #constants: { readonly weights: Tensor; readonly classes: Tensor } | undefined;

  constructor({ classes, epsilon = SELECTIVITY_EPSILON }: ResidentTermOptions) {
    this.#classes = classes;
    this.#epsilon = epsilon;
  }

  /**
   * @param unitMeans `[N, U]` ≥ 0 of each layer, the same layers in every batch; see {@link UnitRecorder.means}.
   * @param labels `[N]` of integers in [0, K), on the same device; not checked.
   * @returns scalar in [0, 1], differentiable; 0, without a gradient, where fewer than two classes occur.
   */
  of(unitMeans: ReadonlyMap<string, Tensor>, labels: Tensor): Tensor {
    return scope(() => {
      const { units, spans } = joinLayers(unitMeans); // [N, ΣU]
      const place = { dtype: units.dtype, device: units.device };
      this.#constants ??= {
        weights: keep(tensor(layerWeights(spans, units.shape[1] ?? 0), place)), // [ΣU]
        classes: keep(arange(0, this.#classes, { dtype: "int64", device: place.device })), // [K]
      };
      const { weights, classes } = this.#constants;
      const members = equal(labels.unsqueeze(1), classes).to({ dtype: place.dtype }); // [N, K]
      const counts = members.sum(0); // [K]
      const absent = counts.eq(0).unsqueeze(1); // [K, 1]
      const means = members
        .transpose(0, 1)
        .matmul(units)
        .div(counts.clamp({ min: 1 }).unsqueeze(1)); // [K, ΣU]
      const favourite = maskedFill(means, absent, -1).amax(0); // [ΣU]; a class without images is nobody's favourite
      const others = counts.gt(0).sum().sub(1); // how many classes are left
      const rest = means
        .sum(0)
        .sub(favourite)
        .div(others.clamp({ min: 1 })); // [ΣU]
      const index = favourite.sub(rest).div(favourite.add(rest).add(this.#epsilon)); // [ΣU]
      return index.mul(others.gt(0)).matmul(weights);
    });
  }

  /** Frees what it holds. */
  dispose(): void {
    for (const constant of Object.values(this.#constants ?? {})) constant.dispose();
    this.#constants = undefined;
  }
}

const equal = operator("aten::eq.Tensor");
const maskedFill = operator("aten::masked_fill.Scalar");
