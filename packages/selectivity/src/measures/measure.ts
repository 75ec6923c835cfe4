/**
 * The contract of a selectivity measure: one number per unit that says how much its responses depend on the class.
 *
 * One definition serves three: the meter estimates the measure over a data set, the knob trains on it batch by batch, and the
 * captured knob does the same inside a CUDA graph. A measure is a file that exports an object of this type, and a line in
 * `measures.ts`; the conformance suite then tests it.
 *
 * Its null needs no definition of its own: the meter estimates every measure under permuted labels too.
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import type { BatchStatistic, ClassCount, Counted, ResponseStatistic } from "../responses/response-statistic.js";

/** A selectivity measure. */
export interface SelectivityMeasure<Value extends ClassCount = ClassCount> {
  /** Names the measure in options, documents and columns: kebab-case, such as `index`. */
  readonly name: string;
  /** In tables and on axes, such as `SI`. */
  readonly symbol: string;
  /** In sentences, such as `selectivity index`. */
  readonly title: string;
  /** One sentence: what the number says of a unit. */
  readonly meaning: string;
  /** Where the definition comes from. */
  readonly source: string;
  /** Lowest and highest value; ±Infinity where there is no bound. */
  readonly range: readonly [lowest: number, highest: number];
  /** Whether it is defined only for activations ≥ 0. */
  readonly nonNegative: boolean;
  /** Whether it stays the same when all responses of a unit are multiplied by a positive number. */
  readonly scaleInvariant: boolean;
  /** What the meter says of a unit that responds to no image; NaN: undefined, and such units are left out of means. */
  readonly deadUnit: number;
  /** What it is computed from. */
  readonly statistic: ResponseStatistic<Value>;
  /** Whether the knob can train on it; see {@link TrainableMeasure}. */
  readonly trainable: boolean;

  /**
   * The measure of every unit.
   *
   * @returns `[U]`, owned by the caller's scope. NaN for a unit for which it is undefined: left out of means, and counted. Of a batch, and where
   * a masked statistic has a single class, always finite; a unit that is silent in a batch then counts as not selective.
   */
  estimate(statistic: Value): Tensor;

  /**
   * Split half, for measures that pick something (a favorite class, a threshold): picks it on one half of the images and
   * estimates the measure on the other. Absent where nothing is picked.
   *
   * @param picked of one half. @param judged of the other; both have the same classes.
   * @returns `[U]`; may be below the range, where the pick does not hold up.
   */
  estimateAcross?(picked: Counted<Value>, judged: Counted<Value>): Tensor;
}

/**
 * A measure that the knob can train on: `estimate` is differentiable, reads nothing back to JavaScript, uses operators whose shapes
 * depend on shapes alone, and has a finite gradient for a dead unit.
 */
export interface TrainableMeasure<Value extends ClassCount = ClassCount> extends SelectivityMeasure<Value> {
  readonly trainable: true;
  readonly statistic: BatchStatistic<Value>;
}

/** Whether the knob can train on a measure. */
export function isTrainable(measure: SelectivityMeasure): measure is TrainableMeasure {
  return measure.trainable;
}
