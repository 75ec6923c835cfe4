/**
 * The knob's term where reading anything back to JavaScript would make a GPU wait: the same number as
 * {@link selectivityTerm}, in operators whose shapes do not depend on which classes occur, so that it can be part of a CUDA graph.
 *
 * @module
 */

import { arange, keep, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { TrainableMeasure } from "../measures/measure.js";
import { indexMeasure } from "../measures/selectivity-index.js";
import { joinLayers } from "../taps/joined-layers.js";
import { layerWeights } from "./layer-weights.js";

/** Options of {@link CapturedTerm}. */
export interface CapturedTermOptions {
  /** K, how many classes the data set has. */
  readonly classes: number;
  /** The selectivity index by default. */
  readonly measure?: TrainableMeasure;
}

/** Mean selectivity of batches of one network, on the device that holds its unit means. Does not check for negative activations. */
export class CapturedTerm {
  readonly #classes: number;
  readonly #measure: TrainableMeasure;
  /** Made at the first batch, when the layers are known: a captured graph cannot take numbers from JavaScript. */
  #constants: { readonly weights: Tensor; readonly classIds: Tensor } | undefined;

  constructor({ classes, measure = indexMeasure }: CapturedTermOptions) {
    this.#classes = classes;
    this.#measure = measure;
  }

  /**
   * @param unitMeans `[N, U]` of each layer, the same layers in every batch; see {@link UnitRecorder.means}.
   * @param labels `[N]` of integers in [0, K), on the same device; not checked.
   * @returns scalar in the measure's range, differentiable; 0, with a gradient of 0, if fewer than two classes occur.
   */
  compute(unitMeans: ReadonlyMap<string, Tensor>, labels: Tensor): Tensor {
    return scope(() => {
      const { units, spans } = joinLayers(unitMeans); // [N, ΣU]
      const place = { dtype: units.dtype, device: units.device };
      this.#constants ??= {
        weights: keep(tensor(layerWeights(spans, units.shape[1] ?? 0), place)), // [ΣU]
        classIds: keep(arange(0, this.#classes, { dtype: "int64", device: place.device })), // [K]
      };
      const { weights, classIds } = this.#constants;
      const statistic = this.#measure.statistic.fromCapturedBatch(units, labels, classIds);
      const values = this.#measure.estimate(statistic); // [ΣU]
      return values.mul(statistic.classes.gt(1)).matmul(weights);
    });
  }

  /** Frees the constants. */
  dispose(): void {
    for (const constant of Object.values(this.#constants ?? {})) constant.dispose();
    this.#constants = undefined;
  }
}
