/**
 * The contract of a statistic of unit responses: what selectivity measures are computed from, such as class means.
 *
 * A statistic is gathered once, however many measures use it: measures that name the same object share it. It can be gathered in
 * up to three ways, and means the same in each:
 *
 *     over a data set    `collect`: images are added batch by batch, in float64, under several labellings at once
 *     of one batch       `fromBatch`: differentiable, only the classes that occur
 *     in a CUDA graph    `fromCapturedBatch`: differentiable, a row for each class of the data set, absent ones masked
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";

/** What every statistic knows. */
export interface ClassCount {
  /** How many classes have images: a number, or a scalar tensor where reading it would make a GPU wait. */
  readonly classes: number | Tensor;
}

/** A statistic whose classes were counted in JavaScript. */
export type Counted<Value extends ClassCount> = Value & { readonly classes: number };

/** The images whose responses will be added. */
export interface LabelledImages {
  /** Each `[N]`: a class in [0, `classes`), or `LEFT_OUT`. */
  readonly labellings: readonly Int32Array[];
  /** K. */
  readonly classes: number;
  /** ΣU. */
  readonly units: number;
}

/** Gathers a statistic over a data set: responses are given once, and a statistic that keeps them need keep them only once. */
export interface Collector<Value extends ClassCount> {
  /** Adds the images from number `first` on. @param activations `[B, ΣU]`, row by row. */
  add(first: number, activations: Float64Array): void;
  /**
   * The statistic under each labelling, after all images were added. Its tensors are float64 and belong to the caller's scope.
   *
   * @param offset `[ΣU]`: to be subtracted from every response of a unit.
   */
  results(offset: Float64Array): Counted<Value>[];
}

/** A statistic that can be gathered over a data set. */
export interface ResponseStatistic<Value extends ClassCount = ClassCount> {
  /** Such as `class means`. */
  readonly name: string;
  collect(images: LabelledImages): Collector<Value>;
}

/** What a batch's statistic may depend on in addition to its images. */
export interface BatchOptions {
  /** K, how many classes the data set has. */
  readonly classes: number;
  /** `mean` by default. */
  readonly aggregate?: Aggregate | undefined;
  /** Joins the class means of earlier batches; none by default. */
  readonly history?: ClassHistory | undefined;
}

/**
 * `mean` gives every class the same weight. `sum` weights classes by their number of images and exists only to reproduce
 * arXiv:2305.17409, whose code never divides: a unit with the same response to 3 images of one class and 1 of another
 * then counts as selective (0.5).
 */
export type Aggregate = "mean" | "sum";

/** Class means of earlier batches. */
export interface ClassHistory {
  /**
   * @param means `[K', ΣU]` of the classes of the batch. @param present `[K']`: which classes these are, ascending.
   * @returns `[K'', ΣU]` of all classes known by now, differentiable with respect to `means`.
   */
  join(means: Tensor, present: readonly number[]): Tensor;
}

/** A statistic that can also be computed of one batch, differentiable: what the knob trains on. */
export interface BatchStatistic<Value extends ClassCount = ClassCount> extends ResponseStatistic<Value> {
  /** Whether batches can be joined with earlier ones: whether `fromBatch` takes a `history`, and an `aggregate` of sums. */
  readonly joinsBatches: boolean;
  /**
   * @param units `[N, ΣU]`. @param labels `[N]`, best on the CPU: they are read.
   * @throws {@link SelectivityError} for a label out of range.
   */
  fromBatch(units: Tensor, labels: Tensor, options: BatchOptions): Counted<Value>;
  /**
   * The same in operators whose shapes do not depend on which classes occur. Reads nothing back.
   *
   * @param units `[N, ΣU]`. @param labels `[N]`, on the same device; not checked. @param classIds `[K]`: 0 to K − 1.
   */
  fromCapturedBatch(units: Tensor, labels: Tensor, classIds: Tensor): Value & { readonly classes: Tensor };
}
