/**
 * Measures the selectivity of a network over many images, batch by batch.
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
 * Few images per class bias the plain estimate up. So every measure is also estimated under permuted labels and, where it
 * picks a favorite class, across halves of the images, which biases it down; statistics are collected under 3 + P labellings at
 * once. Put the model into evaluation mode.
 * Source: science.md 1.2–1.4, 1.6, 1.7.
 * @module
 */

import { scope, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";
import type { SelectivityMeasure } from "../measures/measure.js";
import { indexMeasure } from "../measures/selectivity-index.js";
import { classMeansStatistic } from "../responses/class-means-statistic.js";
import { classSizes, readLabels } from "../responses/labels.js";
import { type Negatives, removeNegatives } from "../responses/non-negative.js";
import { type JoinedLayers, joinLayers, type LayerSpan } from "../taps/joined-layers.js";
import { CollectedStatistics } from "./collected-statistics.js";
import { drawLabellings, type PerLabelling } from "./labellings.js";
import { measureUnits } from "./measure-units.js";
import type { LayerSelectivity, MeasuredNetwork, NetworkSelectivity } from "./network-selectivity.js";
import { summarizeUnits } from "./summarize-units.js";
import { profileUnits, type UnitProfile } from "./unit-profile.js";

/** Options of {@link SelectivityMeter}. */
export interface SelectivityMeterOptions {
  /** K. */
  readonly classes: number;
  /** What to measure; the selectivity index by default. Negative activations are handled alike for all of them. */
  readonly measures?: readonly [SelectivityMeasure, ...SelectivityMeasure[]];
  /** How often labels are permuted for the null; 10 by default, 0 for no null. */
  readonly permutations?: number;
  /** Of the permutations and of the halves; 0 by default. */
  readonly seed?: number;
  /** `refuse` by default; here negative activations are always looked for. */
  readonly negatives?: Exclude<Negatives, "trust">;
}

/** Measures one network; see the module. Holds no tensors. */
export class SelectivityMeter {
  readonly #labels: PerLabelling<Int32Array>;
  readonly #options: Required<SelectivityMeterOptions>;
  #collected: CollectedStatistics | undefined;
  #seen = 0;

  /**
   * @param labels `[N]`, of all images that will be added.
   * @throws {@link SelectivityError} unless there are at least two classes.
   */
  constructor(
    labels: Tensor,
    { classes, measures = [indexMeasure], permutations = 10, seed = 0, negatives = "refuse" }: SelectivityMeterOptions,
  ) {
    const truth = readLabels("SelectivityMeter", labels, classes);
    if (new Set(truth).size < 2)
      throw new SelectivityError("invalid-argument", {
        problem: `SelectivityMeter: labels must contain at least two classes, got ${new Set(truth).size}.`,
      });
    this.#labels = drawLabellings(truth, permutations, seed);
    this.#options = { classes, measures, permutations, seed, negatives };
  }

  /**
   * Adds the next images.
   *
   * @param unitMeans `[B, U]` of each layer; see {@link UnitRecorder.means}. The same layers in every batch.
   * @throws {@link SelectivityError} if layers differ from those before, for more images than labels, and for negative activations.
   */
  add(unitMeans: ReadonlyMap<string, Tensor>): void {
    scope(() => {
      const joined = joinLayers(unitMeans);
      const units = this.#withoutNegatives(joined); // [B, ΣU]
      const [images] = units.shape as [number];
      const collected = this.#collect(joined.spans);
      if (this.#seen + images > this.#labels[0].length) throw this.#wrongImages(this.#seen + images);
      collected.add(this.#seen, units);
      this.#seen += images;
    });
  }

  /**
   * The selectivity of every unit, every layer and the network. Its tensors belong to the caller's scope.
   *
   * @throws {@link SelectivityError} `images-mismatch` before all images were added.
   */
  result(): NetworkSelectivity {
    const [truth] = this.#labels;
    const collected = this.#collected;
    if (!collected || this.#seen < truth.length) throw this.#wrongImages(this.#seen);
    const { classes, measures, negatives, permutations } = this.#options;
    return scope(() => {
      const [classMeans] = collected.results(classMeansStatistic);
      const profile = profileUnits(classMeans, classes);
      const all = measures.map((measure) => {
        const values = measureUnits(measure, collected.results(measure.statistic), profile.selectedClass);
        return summarizeUnits(values, { spans: collected.layers, ...profile });
      }) as [MeasuredNetwork, ...MeasuredNetwork[]];
      return {
        ...all[0],
        layers: describeLayers(all[0], collected.layers, profile),
        measures: Object.fromEntries(measures.map(({ name }, i) => [name, all[i] as MeasuredNetwork])),
        images: truth.length,
        smallestClass: Math.min(...classSizes(truth, classes).filter((size) => size > 0)),
        negatives,
        permutations,
      };
    });
  }

  /** Shifting needs the lowest response of all images, so it waits for {@link SelectivityMeter.result}. */
  #withoutNegatives(joined: JoinedLayers): Tensor {
    const { measures, negatives } = this.#options;
    const strict = measures.find(({ nonNegative }) => nonNegative);
    if (!strict || negatives === "shift") return joined.units;
    return removeNegatives(joined, negatives, strict.title);
  }

  #collect(layers: readonly LayerSpan[]): CollectedStatistics {
    const { classes, measures, negatives } = this.#options;
    const statistics = [classMeansStatistic, ...measures.map(({ statistic }) => statistic)];
    const shift = negatives === "shift";
    this.#collected ??= new CollectedStatistics(layers, { statistics, labellings: this.#labels, classes, shift });
    const [expected, received] = [this.#collected.layers, layers].map(formatLayers);
    if (received !== expected)
      throw new SelectivityError("layers-changed", {
        problem: `SelectivityMeter: expected the layers of the first batch, ${expected}, got ${received}.`,
        remedy: "use one meter per network",
      });
    return this.#collected;
  }

  #wrongImages(received: number): SelectivityError {
    return new SelectivityError("images-mismatch", {
      problem: `SelectivityMeter: expected ${this.#labels[0].length} images, one per label, got ${received}.`,
      remedy: "add every image once, in the order of the labels",
    });
  }
}

function formatLayers(layers: readonly LayerSpan[]): string {
  return layers.map(({ name, units }) => `${name} [${units}]`).join(", ");
}

function describeLayers(
  { layers }: MeasuredNetwork,
  spans: readonly LayerSpan[],
  { classMeans, selectedClass }: UnitProfile,
): LayerSelectivity[] {
  return layers.map((layer, i) => {
    const { start, units } = spans[i] as LayerSpan;
    return {
      ...layer,
      selectedClass: selectedClass.slice(start, start + units),
      classMeans: classMeans.narrow(1, start, units).clone(), // not a view, which would hold all layers
    };
  });
}
