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
  return (absent ? maskedFill(means, absent, Number.NEGATIVE_INFINITY) : means).amax(0); // `max` would pick one of those that tie
}

/** `[U]`: the mean of all class means but one; where there is no other class, 0. @param one `[U]`: the one left out. */
export function meanOfOthers({ means, classes }: ClassMeans, one: Tensor): Tensor {
  const others = typeof classes === "number" ? classes - 1 : classes.sub(1).clamp({ min: 1 });
  return means.sum(0).sub(one).div(others);
}

const maskedFill = operator("aten::masked_fill.Scalar");
