/**
 * Labels on their way from a tensor to plain numbers.
 *
 * @module
 */

import { ShapeError, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";

/**
 * Labels as numbers that JavaScript can read, checked.
 *
 * @throws {@link ShapeError} unless `[N]`; {@link SelectivityError} for a label outside [0, `classes`).
 */
export function hostLabels(who: string, labels: Tensor, classes: number): Int32Array {
  if (labels.shape.length !== 1) throw new ShapeError(who, "labels", "[N]", labels);
  const raw = labels.toTypedArray();
  const values = new Int32Array(raw.length);
  for (let image = 0; image < raw.length; image++) values[image] = Number(raw[image]); // Int32Array.from is 5 times slower
  const stray = values.findIndex((label) => label < 0 || label >= classes);
  if (stray >= 0)
    throw new SelectivityError("invalid-argument", {
      problem: `${who}: labels must be from 0 to ${classes - 1}, got ${values[stray]} for image ${stray}.`,
    });
  return values;
}
