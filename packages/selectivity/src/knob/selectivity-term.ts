/**
 * Mean selectivity of a network on one batch, differentiable: what the knob rewards or punishes.
 *
 *     mean over layers ( mean over a layer's units of the measure )  =  measure [ΣU] · w [ΣU],   w = 1 / (L · U_l)
 *
 * All layers are first joined side by side, so that the term costs a dozen calls however deep the network.
 * In: unit means `[N, U]` of each tapped layer, labels `[N]`. Out: one scalar.
 * Knows nothing of data sets, models or files. Source: science.md 1.4–1.6.
 * @module
 */

import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { TrainableMeasure } from "../measures/measure.js";
import { indexMeasure } from "../measures/selectivity-index.js";
import { type Negatives, removeNegatives } from "../responses/non-negative.js";
import type { BatchOptions } from "../responses/response-statistic.js";
import { joinLayers } from "../taps/joined-layers.js";
import type { ClassMemory } from "./class-memory.js";
import { layerWeights } from "./layer-weights.js";

/** A batch's mean selectivity, and how many classes it rests on. */
export interface SelectivityTerm {
  /** Scalar in the measure's range, differentiable; `null` if fewer than two classes occur, because there is no selectivity then. */
  readonly selectivity: Tensor | null;
  /** Number of classes in the batch, or in the memory. */
  readonly classesPresent: number;
}

/** Options of {@link selectivityTerm}. */
export interface SelectivityTermOptions extends Pick<BatchOptions, "classes" | "aggregate"> {
  /** The selectivity index by default. */
  readonly measure?: TrainableMeasure;
  /** `refuse` by default. */
  readonly negatives?: Negatives;
  /** Joins the class means of earlier batches; none by default. */
  readonly memory?: ClassMemory | undefined;
}

/**
 * Mean selectivity over the layers of a batch. Every layer has the same weight, however many units it has.
 *
 * @param unitMeans `[N, U]` of each layer; see {@link UnitRecorder.means}.
 * @param labels `[N]` of integers in [0, K), best on the CPU; on a GPU see {@link CapturedTerm}.
 * @throws {@link SelectivityError} for negative activations, unless `negatives` says what to do with them.
 */
export function selectivityTerm(
  unitMeans: ReadonlyMap<string, Tensor>,
  labels: Tensor,
  { measure = indexMeasure, negatives = "refuse", memory: history, ...batch }: SelectivityTermOptions,
): SelectivityTerm {
  return scope(() => {
    const layers = joinLayers(unitMeans);
    const units = measure.nonNegative ? removeNegatives(layers, negatives, measure.title) : layers.units; // [N, ΣU]
    const statistic = measure.statistic.fromBatch(units, labels, { ...batch, history });
    if (statistic.classes < 2) return { selectivity: null, classesPresent: statistic.classes };
    const values = measure.estimate(statistic); // [ΣU]
    const weights = tensor(layerWeights(layers.spans, values.numel), { dtype: values.dtype, device: values.device }); // [ΣU]
    return { selectivity: values.matmul(weights), classesPresent: statistic.classes };
  });
}
