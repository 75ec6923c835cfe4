/**
 * Class means of units, and the two things that measures ask of them, for a table of present classes and for a masked one alike.
 *
 * @module
 */
import { operator, type Tensor } from "@selectivity-lab/torch";
import type { ClassCount } from "./response-statistic.js";

/** Class-conditional means: a row for each class, of which some may be masked. */
export interface ClassMeans extends ClassCount {
  /** `[K, U]`; rows of absent classes are 0. */
  readonly means: Tensor;
  /** `[K, 1]` of booleans: rows without images. `undefined`: every row has some. */
  readonly absent?: Tensor | undefined;
}

/** Class means of the classes that occur, in ascending order of class. */
export interface PresentClassMeans extends ClassMeans {
  /** `[K', U]`. */
  readonly means: Tensor;
  /** K'. */
  readonly classes: number;
  /** `[K']`: how many images each of these classes has. */
  readonly counts: readonly number[];
  /** `[K']`: which classes these are. */
  readonly present: readonly number[];
}

/** `[U]`: each unit's largest class mean. Classes that tie share its gradient. */
export function largestMean({ means, absent }: ClassMeans): Tensor {
  return largestOfClasses(means, absent);
}

/** `[U]`: the largest value of the classes that are present. Those that tie share its gradient. @param values `[K, U]`. */
export function largestOfClasses(values: Tensor, absent: Tensor | undefined): Tensor {
  return (absent ? maskedFill(values, absent, Number.NEGATIVE_INFINITY) : values).amax(0); // `max` would pick one of those that tie
}

/** `[K, U]`: each class mean less the mean of all class means; 0 for absent classes. */
export function distancesToMean({ means, classes, absent }: ClassMeans): Tensor {
  const distances = means.sub(means.sum(0, true).div(classes));
  return absent ? maskedFill(distances, absent, 0) : distances;
}

/** How many classes there are beside one; at least 1. */
export function countOthers(classes: number | Tensor): number | Tensor {
  return typeof classes === "number" ? Math.max(1, classes - 1) : classes.sub(1).clamp({ min: 1 });
}

/** `[U]`: the mean of all class means but one; where there is no other class, 0. @param one `[U]`: the one left out. */
export function meanOfOthers({ means, classes }: ClassMeans, one: Tensor): Tensor {
  return means.sum(0).sub(one).div(countOthers(classes));
}

const maskedFill = operator("aten::masked_fill.Scalar");
