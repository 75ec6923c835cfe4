/**
 * Class labels as plain numbers: read from a tensor, checked, counted.
 *
 * @module
 */

import { ShapeError, type Tensor } from "@selectivity-lab/torch";
import { SelectivityError } from "../error.js";

/** The label of an image that a labelling leaves out. */
export const LEFT_OUT = -1;

/**
 * Reads labels into JavaScript and checks them.
 *
 * @param who the function that was given the labels, for its error message.
 * @returns `[N]`.
 * @throws {@link ShapeError} unless `[N]`; {@link SelectivityError} for a label outside [0, `classes`).
 */
export function readLabels(who: string, labels: Tensor, classes: number): Int32Array {
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

/** How many images each class has, `[K]`; images that are {@link LEFT_OUT} do not count. */
export function classSizes(labels: Int32Array, classes: number): number[] {
  const sizes = new Array<number>(classes).fill(0);
  for (const label of labels) if (label !== LEFT_OUT) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}

/** The classes that have images, ascending. */
export function presentClasses(sizes: readonly number[]): number[] {
  return [...sizes.keys()].filter((label) => sizes[label] !== 0);
}
