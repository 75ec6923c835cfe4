/**
 * What is said of a unit whatever the measure: its class means, its favorite class, whether it is dead.
 *
 * @module
 */
import { operator, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { PresentClassMeans } from "../responses/class-means.js";

/** Of all units of a network. */
export interface UnitProfile {
  /** `[K, ΣU]`; NaN for a class without images. */
  readonly classMeans: Tensor;
  /** `[ΣU]`: the class with the largest mean; −1 for a dead unit, whose class means are all 0. */
  readonly selectedClass: readonly number[];
  /** `[ΣU]`: whether all class means are finite. */
  readonly finite: readonly boolean[];
}

/** Profiles all units. @param classes K. */
export function profileUnits({ means, present }: PresentClassMeans, classes: number): UnitProfile {
  const largest = readNumbers(means.abs().amax(0));
  const selectedClass = readNumbers(means.argmax(0)).map((row, unit) =>
    largest[unit] === 0 ? -1 : (present[row] as number),
  );
  return { classMeans: spreadRows(means, present, classes), selectedClass, finite: largest.map(Number.isFinite) };
}

/** The values of a tensor as numbers, row by row. */
export function readNumbers(values: Tensor): number[] {
  return Array.from(values.toTypedArray() as ArrayLike<number | bigint>, Number);
}

/** `[K', U]` → `[K, U]`: rows move to the positions of their classes; the others are NaN. */
function spreadRows(means: Tensor, present: readonly number[], classes: number): Tensor {
  return scope(() => {
    const { dtype } = means;
    const empty = tensor(new Float64Array(classes * (means.shape[1] ?? 0)).fill(Number.NaN), {
      shape: [classes, means.shape[1] ?? 0],
      dtype,
    });
    return indexCopy(empty, 0, tensor(Int32Array.from(present), { dtype: "int64" }), means);
  });
}

const indexCopy = operator("aten::index_copy");
