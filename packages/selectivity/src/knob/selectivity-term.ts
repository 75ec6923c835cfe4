/**
 * Mean class selectivity of a network on one batch, differentiable: what the knob rewards or punishes.
 *
 *     mean over layers ( mean over a layer's units of SI )  =  SI [ΣU] · w [ΣU],   w = 1 / (L · U_l)
 *
 * All layers are put side by side first, so that the term costs a dozen calls however deep the network.
 * In: unit means `[N, U]` of each tapped layer, labels `[N]`. Out: one scalar.
 * Knows nothing of data sets, models or files. Source: science.md 1.4–1.6.
 * @module
 */

import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { type Aggregate, classConditionalMeans } from "../measures/class-conditional-means.js";
import { type Negatives, nonNegative } from "../measures/non-negative.js";
import { SELECTIVITY_EPSILON, selectivityIndex } from "../measures/selectivity-index.js";
import { joinLayers } from "../taps/joined-layers.js";
import type { ClassMemory } from "./class-memory.js";
import { layerWeights } from "./layer-weights.js";

/** A batch's mean selectivity, and how many classes it rests on. */
export interface SelectivityTerm {
  /** Scalar in [0, 1], differentiable; `null` where fewer than two classes occur, for then there is no selectivity. */
  readonly selectivity: Tensor | null;
  /** In the batch, or in the memory. */
  readonly classesPresent: number;
}

/** Options of {@link selectivityTerm}. */
export interface SelectivityTermOptions {
  /** K, how many classes the data set has. */
  readonly classes: number;
  /** {@link SELECTIVITY_EPSILON} by default. */
  readonly epsilon?: number;
  /** `refuse` by default. */
  readonly negatives?: Negatives;
  /** `mean` by default. */
  readonly aggregate?: Aggregate;
  /** Joins the class means of the batches before; none by default. */
  readonly memory?: ClassMemory | undefined;
}

/**
 * Mean selectivity over the layers of a batch; layers weigh alike, however many units they have.
 *
 * @param unitMeans `[N, U]` of each layer; see {@link UnitRecorder.means}.
 * @param labels `[N]` of integers in [0, K), best on the CPU; on a GPU see {@link ResidentTerm}.
 * @throws {@link SelectivityError} for negative activations, unless `negatives` says what to do with them.
 */
export function selectivityTerm(
  unitMeans: ReadonlyMap<string, Tensor>,
  labels: Tensor,
  { classes, epsilon = SELECTIVITY_EPSILON, negatives = "refuse", aggregate = "mean", memory }: SelectivityTermOptions,
): SelectivityTerm {
  return scope(() => {
    const layers = joinLayers(unitMeans);
    const batch = classConditionalMeans(nonNegative(layers, negatives), labels, classes, { aggregate });
    const means = memory ? memory.join(batch.means, batch.present) : batch.means; // [K', ΣU]
    const [classesPresent = 0] = means.shape;
    if (classesPresent < 2) return { selectivity: null, classesPresent };
    const index = selectivityIndex(means, { epsilon }); // [ΣU]
    const weights = tensor(layerWeights(layers.spans, index.numel), { dtype: index.dtype, device: index.device }); // [ΣU]
    return { selectivity: index.matmul(weights), classesPresent };
  });
}
