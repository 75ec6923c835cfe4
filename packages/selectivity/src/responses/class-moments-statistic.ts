/**
 * Class means and variances as a statistic that measures name: over a data set, of a batch, and in a CUDA graph.
 *
 * Over a data set, sums are taken relative to each unit's first response: a constant added to all responses changes no variance,
 * also in the last digits, and memory is 2 · K · U numbers per labelling however many images there are.
 * @module
 */
import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { classConditionalMeans } from "./class-conditional-means.js";
import type { PresentClassMeans } from "./class-means.js";
import type { ClassMoments } from "./class-moments.js";
import { classSizes, LEFT_OUT, presentClasses } from "./labels.js";
import { maskedClassMeans } from "./masked-class-means.js";
import { requirePlainBatch } from "./plain-batch.js";
import type { BatchStatistic, Collector, Counted, LabelledImages } from "./response-statistic.js";

/** Means and variances of unit responses by class. */
export const classMomentsStatistic: BatchStatistic<ClassMoments> = {
  name: "class means and variances",
  joinsBatches: false,
  collect: (images) => new ClassMomentSums(images),
  fromBatch(units, labels, options) {
    requirePlainBatch("means and variances of classes", options);
    return scope(() => {
      const first = classConditionalMeans(units, labels, options.classes);
      const second = classConditionalMeans(squaredDistances(units, labels, first), labels, options.classes);
      return { ...first, variances: second.means, sizes: sizeColumn(first, units) };
    });
  },
  fromCapturedBatch(units, labels, classIds) {
    return scope(() => {
      const first = maskedClassMeans(units, labels, classIds);
      const distances = units.sub(first.means.indexSelect(0, labels)).square();
      const second = maskedClassMeans(distances, labels, classIds);
      return { ...first, variances: second.means };
    });
  },
};

/** `[N, U]`: of each response to the mean of its class. */
function squaredDistances(units: Tensor, labels: Tensor, { means, present }: PresentClassMeans): Tensor {
  const rowOf = new Map(present.map((label, row) => [label, row]));
  const rows = Array.from(
    labels.toTypedArray() as ArrayLike<number | bigint>,
    (label) => rowOf.get(Number(label)) ?? 0,
  );
  const index = tensor(Int32Array.from(rows), { dtype: "int64", device: units.device });
  return units.sub(means.indexSelect(0, index)).square();
}

function sizeColumn({ counts }: PresentClassMeans, { dtype, device }: Tensor): Tensor {
  return tensor(Float64Array.from(counts), { shape: [counts.length, 1], dtype, device });
}

/** Streaming sums of responses and their squares by class. */
class ClassMomentSums implements Collector<ClassMoments> {
  readonly #images: LabelledImages;
  /** `[K, U]` of each labelling. */
  readonly #sums: readonly { readonly first: Float64Array; readonly second: Float64Array }[];
  /** `[U]`: what sums are relative to. */
  #origin: Float64Array | undefined;

  constructor(images: LabelledImages) {
    this.#images = images;
    const size = images.classes * images.units;
    this.#sums = images.labellings.map(() => ({ first: new Float64Array(size), second: new Float64Array(size) }));
  }

  add(first: number, activations: Float64Array): void {
    const { labellings, units } = this.#images;
    this.#origin ??= activations.slice(0, units);
    const distances = subtractRow(activations, this.#origin);
    for (const [i, labels] of labellings.entries()) {
      const sums = this.#sums[i] as { first: Float64Array; second: Float64Array };
      for (let from = 0, image = first; from < distances.length; from += units, image++)
        if (labels[image] !== LEFT_OUT) addRow(sums, (labels[image] as number) * units, distances, from, units);
    }
  }

  results(offset: Float64Array): Counted<ClassMoments>[] {
    const origin = this.#origin ?? new Float64Array(this.#images.units);
    const base = origin.map((value, unit) => value - (offset[unit] as number));
    return this.#images.labellings.map((labels, i) => {
      const sizes = classSizes(labels, this.#images.classes);
      const present = presentClasses(sizes);
      return this.#moments(
        i,
        present,
        present.map((label) => sizes[label] as number),
        base,
      );
    });
  }

  #moments(labelling: number, present: readonly number[], counts: readonly number[], base: Float64Array) {
    const { units } = this.#images;
    const { first, second } = this.#sums[labelling] as { first: Float64Array; second: Float64Array };
    const [means, variances] = [0, 1].map(() => new Float64Array(present.length * units)) as [
      Float64Array,
      Float64Array,
    ];
    for (const [row, label] of present.entries())
      for (let unit = 0; unit < units; unit++) {
        const mean = (first[label * units + unit] as number) / (counts[row] as number);
        means[row * units + unit] = mean + (base[unit] as number);
        const square = (second[label * units + unit] as number) / (counts[row] as number);
        variances[row * units + unit] = Math.max(0, square - mean * mean);
      }
    const shape = [present.length, units];
    const sizes = tensor(Float64Array.from(counts), { shape: [counts.length, 1] });
    return { means: tensor(means, { shape }), variances: tensor(variances, { shape }), sizes, classes: present.length };
  }
}

/** Each row of `[B, U]`, less one row. */
function subtractRow(rows: Float64Array, row: Float64Array): Float64Array {
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += row.length)
    for (let unit = 0; unit < row.length; unit++) found[i + unit] = (rows[i + unit] as number) - (row[unit] as number);
  return found;
}

function addRow(
  { first, second }: { readonly first: Float64Array; readonly second: Float64Array },
  to: number,
  rows: Float64Array,
  from: number,
  units: number,
): void {
  for (let unit = 0; unit < units; unit++) {
    const value = rows[from + unit] as number;
    first[to + unit] = (first[to + unit] as number) + value;
    second[to + unit] = (second[to + unit] as number) + value * value;
  }
}
