/**
 * Sums over pairs of images, of the product of a unit's two responses: over all pairs, and over those of the same class.
 *
 *     all = Σ_{i≠j} a_i a_j = (Σ a)² − Σ a²          within = Σ_c ( (Σ_{i∈c} a_i)² − Σ_{i∈c} a_i² )
 *
 * Over a data set each new response is multiplied by the sum of those before it, so that nothing is subtracted: a unit that responds to a
 * single image has no pair, and exactly 0. Memory is K · U numbers per labelling however many images there are.
 * @module
 */
import { operator, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { classConditionalMeans } from "./class-conditional-means.js";
import { classSizes, LEFT_OUT } from "./labels.js";
import { requirePlainBatch } from "./plain-batch.js";
import type { BatchStatistic, ClassCount, Collector, Counted, LabelledImages } from "./response-statistic.js";

/** Sums over pairs of images, each `[U]`, both in the same unit: activations squared. */
export interface ClassPairs extends ClassCount {
  readonly all: Tensor;
  readonly within: Tensor;
}

/** In activations squared: keeps a unit that is silent in a batch at 0 instead of NaN. Data sets have no such guard. */
const GUARD = 1e-12;

/** See the module. */
export const classPairsStatistic: BatchStatistic<ClassPairs> = {
  name: "pairs of images",
  joinsBatches: false,
  collect: (images) => new PairSums(images),
  fromBatch(units, labels, options) {
    requirePlainBatch("sums over pairs of images", options);
    return scope(() => {
      const { means: sums, classes } = classConditionalMeans(units, labels, options.classes, { aggregate: "sum" });
      return { ...pairsOf(units, sums), classes };
    });
  },
  fromCapturedBatch(units, labels, classIds) {
    return scope(() => {
      const members = equal(labels.unsqueeze(1), classIds).to({ dtype: units.dtype }); // [N, K]
      const sums = members.transpose(0, 1).matmul(units); // [K, U]
      return { ...pairsOf(units, sums), classes: members.sum(0).gt(0).sum() };
    });
  },
};

/** @param units `[N, U]`. @param sums `[K, U]`, by class. */
function pairsOf(units: Tensor, sums: Tensor): { readonly all: Tensor; readonly within: Tensor } {
  const squares = units.square().sum(0); // [U]
  const all = sums.sum(0).square().sub(squares).clamp({ min: 0 }).add(GUARD);
  return { all, within: sums.square().sum(0).sub(squares).clamp({ min: 0 }) };
}

const equal = operator("aten::eq.Tensor");

/** Sums of one labelling. */
interface Sums {
  /** `[K, U]`: of responses. */
  readonly byClass: Float64Array;
  /** `[U]`: of products of pairs, each counted once. */
  readonly within: Float64Array;
}

/** Streaming sums over pairs, for each labelling of the images. */
class PairSums implements Collector<ClassPairs> {
  readonly #images: LabelledImages;
  readonly #sums: readonly Sums[];
  /** One class for all images of each labelling, for the pairs of all classes. */
  readonly #totals: readonly Sums[];

  constructor(images: LabelledImages) {
    const { labellings, classes, units } = images;
    const create = (rows: number) =>
      labellings.map(() => ({ byClass: new Float64Array(rows * units), within: new Float64Array(units) }));
    this.#images = images;
    this.#sums = create(classes);
    this.#totals = create(1);
  }

  add(first: number, activations: Float64Array): void {
    const { labellings, units } = this.#images;
    for (const [i, labels] of labellings.entries())
      for (let from = 0, image = first; from < activations.length; from += units, image++) {
        if (labels[image] === LEFT_OUT) continue;
        addPairs(this.#sums[i] as Sums, (labels[image] as number) * units, activations, from);
        addPairs(this.#totals[i] as Sums, 0, activations, from);
      }
  }

  results(offset: Float64Array): Counted<ClassPairs>[] {
    return this.#images.labellings.map((labels, i) => {
      const sizes = classSizes(labels, this.#images.classes);
      const images = sizes.reduce((sum, size) => sum + size, 0);
      return {
        within: shiftPairs(this.#sums[i] as Sums, sizes, offset),
        all: shiftPairs(this.#totals[i] as Sums, [images], offset),
        classes: sizes.filter((size) => size > 0).length,
      };
    });
  }
}

/** Adds a response's products with all earlier ones of its class. */
function addPairs({ byClass, within }: Sums, to: number, activations: Float64Array, from: number): void {
  for (let unit = 0; unit < within.length; unit++) {
    const value = activations[from + unit] as number;
    within[unit] = (within[unit] as number) + value * (byClass[to + unit] as number);
    byClass[to + unit] = (byClass[to + unit] as number) + value;
  }
}

/** `[U]`: both orders of each pair, as if the offset had been subtracted from each response. */
function shiftPairs({ byClass, within }: Sums, sizes: readonly number[], offset: Float64Array): Tensor {
  const shifted = within.map((pairs, unit) => {
    const by = offset[unit] as number;
    if (by === 0) return 2 * pairs;
    const change = sizes.map(
      (n, label) => by * by * n * (n - 1) - 2 * by * (n - 1) * (byClass[label * within.length + unit] as number),
    );
    return 2 * pairs + change.reduce((sum, value) => sum + value, 0);
  });
  return tensor(shifted, { shape: [within.length] });
}
