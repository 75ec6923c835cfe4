/**
 * Measures the class selectivity of a network over many images, batch by batch.
 *
 *     const meter = new SelectivityMeter(labels, { classes: 10 });
 *     for (const batch of batches)
 *       scope(() => {
 *         const recorder = new UnitRecorder();
 *         noGrad(() => model.forward(batch, recorder));
 *         meter.add(recorder.means);
 *       });
 *     meter.result().meanSelectivity
 *
 * Beside the plain index, which few images per class bias upward, it measures the index of permuted labels and the
 * split-half index; for these it sums every image's unit means under 3 + P labellings at once. Put the model into
 * evaluation mode.
 * Source: science.md 1.2–1.4, 1.6, 1.7.
 * @module
 */

import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import { classSizes } from "../measures/class-conditional-means.js";
import { hostLabels } from "../measures/host-labels.js";
import { type Negatives, nonNegative } from "../measures/non-negative.js";
import { SELECTIVITY_EPSILON } from "../measures/selectivity-index.js";
import { joinLayers, type LayerSpan } from "../taps/joined-layers.js";
import { ClassSums } from "./class-sums.js";
import { drawLabellings, mapLabellings, type PerLabelling } from "./labellings.js";
import type { NetworkSelectivity } from "./network-selectivity.js";
import { summarizeUnits } from "./summarize-units.js";

/** Options of {@link SelectivityMeter}. */
export interface SelectivityMeterOptions {
  /** K. */
  readonly classes: number;
  /** How often labels are permuted for the null; 10 by default, 0 for none. */
  readonly permutations?: number;
  /** Of the permutations and of the halves; 0 by default. */
  readonly seed?: number;
  /** {@link SELECTIVITY_EPSILON} by default. */
  readonly epsilon?: number;
  /** `refuse` by default; always looked at here. */
  readonly negatives?: Exclude<Negatives, "trust">;
}

/** What has been added so far; its size is known from the first batch on. */
interface NetworkSums {
  readonly layers: readonly LayerSpan[];
  readonly byClass: PerLabelling<ClassSums>;
  /** `[ΣU]`: each unit's lowest activation, if that is negative. */
  readonly lowest: Float64Array;
}

/** Sums up the unit means of all images, in their order, whatever the batches; see the module. Holds no tensors. */
export class SelectivityMeter {
  readonly #labels: PerLabelling<Int32Array>;
  readonly #options: Required<SelectivityMeterOptions>;
  #sums: NetworkSums | undefined;
  #seen = 0;

  /**
   * @param labels `[N]`, of all images that will be added.
   * @throws {@link SelectivityError} unless two classes occur.
   */
  constructor(
    labels: Tensor,
    {
      classes,
      permutations = 10,
      seed = 0,
      epsilon = SELECTIVITY_EPSILON,
      negatives = "refuse",
    }: SelectivityMeterOptions,
  ) {
    const truth = hostLabels("SelectivityMeter", labels, classes);
    if (new Set(truth).size < 2)
      throw new SelectivityError("invalid-argument", {
        problem: `SelectivityMeter: labels must contain at least two classes, got ${new Set(truth).size}.`,
      });
    this.#labels = drawLabellings(truth, permutations, seed);
    this.#options = { classes, permutations, seed, epsilon, negatives };
  }

  /**
   * Adds the next images.
   *
   * @param unitMeans `[B, U]` of each layer; see {@link UnitRecorder.means}. The same layers in every batch.
   * @throws {@link SelectivityError} for other layers than before, more images than labels, or negative activations.
   */
  add(unitMeans: ReadonlyMap<string, Tensor>): void {
    scope(() => {
      const joined = joinLayers(unitMeans);
      const { negatives } = this.#options;
      const units = negatives === "shift" ? joined.units : nonNegative(joined, negatives); // shifted in result()
      const [images] = units.shape as [number];
      const { byClass, lowest } = this.#sumsOf(joined.spans);
      if (this.#seen + images > this.#labels[0].length) throw this.#wrongImages(this.#seen + images);
      const activations = units.to({ dtype: "float64" });
      keepLower(lowest, activations.amin(0).toTypedArray() as Float64Array);
      const values = activations.toTypedArray() as Float64Array;
      for (const sums of byClass) sums.add(this.#seen, values);
      this.#seen += images;
    });
  }

  /**
   * The selectivity of every unit, layer and the network. Its tensors are the caller's.
   *
   * @throws {@link SelectivityError} `images-mismatch` before all images were added.
   */
  result(): NetworkSelectivity {
    const [truth] = this.#labels;
    if (!this.#sums || this.#seen < truth.length) throw this.#wrongImages(this.#seen);
    const { layers, byClass, lowest } = this.#sums;
    const { classes, epsilon, negatives, permutations } = this.#options;
    return scope(() => {
      const floor = tensor(lowest); // [ΣU]
      const means = mapLabellings(byClass, (sums) => ({ means: sums.means().sub(floor), present: sums.present }));
      return {
        ...summarizeUnits(layers, means, epsilon),
        images: truth.length,
        smallestClass: Math.min(...classSizes(truth, classes).filter((size) => size > 0)),
        negatives,
        permutations,
      };
    });
  }

  #sumsOf(layers: readonly LayerSpan[]): NetworkSums {
    this.#sums ??= this.#open(layers);
    const [expected, came] = [this.#sums.layers, layers].map(describe);
    if (came !== expected)
      throw new SelectivityError("layers-changed", {
        problem: `SelectivityMeter: expected the layers of the first batch, ${expected}, got ${came}.`,
        remedy: "use one meter per network",
      });
    return this.#sums;
  }

  #open(layers: readonly LayerSpan[]): NetworkSums {
    const units = layers.reduce((sum, layer) => sum + layer.units, 0);
    const byClass = mapLabellings(this.#labels, (labels) => new ClassSums(labels, this.#options.classes, units));
    return { layers, byClass, lowest: new Float64Array(units) };
  }

  #wrongImages(came: number): SelectivityError {
    return new SelectivityError("images-mismatch", {
      problem: `SelectivityMeter: expected ${this.#labels[0].length} images, one per label, got ${came}.`,
      remedy: "add every image once, in the order of the labels",
    });
  }
}

function describe(layers: readonly LayerSpan[]): string {
  return layers.map(({ name, units }) => `${name} [${units}]`).join(", ");
}

function keepLower(lowest: Float64Array, values: Float64Array): void {
  for (const [unit, value] of values.entries()) if (value < (lowest[unit] as number)) lowest[unit] = value;
}
