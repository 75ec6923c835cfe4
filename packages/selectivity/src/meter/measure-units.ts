/**
 * One measure of every unit: as it is, under permuted labels, and across halves of the images.
 *
 * @module
 */
import { mean } from "@selectivity-lab/statistics";
import type { Tensor } from "@selectivity-lab/torch";
import type { SelectivityMeasure } from "../measures/measure.js";
import type { ClassCount, Counted } from "../responses/response-statistic.js";
import type { PerLabelling } from "./labellings.js";
import { readNumbers } from "./unit-profile.js";

/** Each `[ΣU]`; NaN where the measure is undefined. */
export interface UnitValues {
  readonly value: readonly number[];
  /** Mean over permutations of the labels; NaN without any. */
  readonly shuffled: readonly number[];
  /** Mean of both directions; NaN unless both halves have two classes, and for measures that pick nothing. */
  readonly splitHalf: readonly number[];
}

/** Measures all units under every labelling. @param selectedClass `[ΣU]`: −1 for a dead unit. */
export function measureUnits<Value extends ClassCount>(
  measure: SelectivityMeasure<Value>,
  [truth, first, second, ...shuffled]: PerLabelling<Counted<Value>>,
  selectedClass: readonly number[],
): UnitValues {
  const [lowest, highest] = measure.range;
  const read = (values: Tensor) =>
    readNumbers(values).map((value, unit) => (selectedClass[unit] === -1 ? measure.deadUnit : value));
  const estimate = (statistic: Value) =>
    read(measure.estimate(statistic)).map((value) => Math.min(highest, Math.max(lowest, value))); // −1e-17 by rounding
  const value = estimate(truth);
  const directions = first.classes < 2 ? [] : estimateBothWays(measure, first, second).map(read);
  return {
    value,
    shuffled: averageVectors(shuffled.map(estimate), value.length),
    splitHalf: averageVectors(directions, value.length),
  };
}

function estimateBothWays<Value extends ClassCount>(
  measure: SelectivityMeasure<Value>,
  first: Counted<Value>,
  second: Counted<Value>,
): Tensor[] {
  const forth = measure.estimateAcross?.(first, second);
  const back = measure.estimateAcross?.(second, first);
  return forth && back ? [forth, back] : [];
}

function averageVectors(vectors: readonly (readonly number[])[], length: number): number[] {
  return Array.from({ length }, (_, i) => mean(vectors.map((vector) => vector[i] as number)));
}
