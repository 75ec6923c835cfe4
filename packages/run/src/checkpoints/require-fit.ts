/**
 * Checks that a network can be evaluated on a data set.
 *
 * @module
 */

import type { ImageDataset } from "@selectivity-lab/vision";
import { CheckpointError } from "./checkpoint-error.js";
import type { Checkpoint } from "./weights.js";

const REMEDY = "name a different data set with --data";

/** @throws {@link CheckpointError} where the network takes images of a different size, or has other classes or the same in a different order. */
export function requireFit({ file, inputShape, classes }: Checkpoint, dataset: ImageDataset): void {
  requireImageSize(file, inputShape, dataset);
  requireClassCount(file, classes.length, dataset);
  requireClassOrder(file, classes, dataset);
}

/**
 * A line about classes that have other names than those of the training; `undefined` where they have the same.
 *
 * Names are compared as they are. A data set of arrays has no names for its classes, only their numbers, and is not compared.
 */
export function describeOtherClasses(
  { classes }: { readonly classes: readonly string[] },
  dataset: ImageDataset,
): string | undefined {
  if (isNumbered(classes) || isNumbered(dataset.classes)) return undefined;
  const differing = classes.flatMap((name, label) => (dataset.classes[label] === name ? [] : [label]));
  const [first] = differing;
  if (first === undefined) return undefined;
  return (
    `${differing.length} of the ${classes.length} classes of ${dataset.name} have other names than those of the training ` +
    `(the first: "${dataset.classes[first]}", in training "${classes[first]}"); the network's outputs are matched to them by position`
  );
}

/** Whether the names are only the numbers of the labels, as those of arrays are. */
function isNumbered(classes: readonly string[]): boolean {
  return classes.every((name, label) => name === String(label));
}

/** @throws {@link CheckpointError} `classes-do-not-fit` where the names are the same in a different order. */
export function requireClassOrder(file: string, own: readonly string[], { name, classes }: ImageDataset): void {
  const label = own.findIndex((className, index) => classes[index] !== className);
  const hasSameNames = new Set(own).size === own.length && own.every((className) => classes.includes(className));
  if (label < 0 || !hasSameNames) return;
  throw new CheckpointError({
    code: "classes-do-not-fit",
    problem: `${file} was trained on the classes of ${name} in a different order: its output ${label} is "${own[label]}", and label ${label} of ${name} is "${classes[label]}"`,
    remedy: "bring the labels of the data into the order of the training",
    path: file,
  });
}

function requireImageSize(
  file: string,
  inputShape: readonly number[],
  { name, images, transform }: ImageDataset,
): void {
  const [own, theirs] = [inputShape.join(" × "), images.shape.slice(1).join(" × ")];
  if (own === theirs) return;
  throw new CheckpointError({
    code: "images-do-not-fit",
    problem: `${file} takes images of ${own}, but ${name} has images of ${theirs}`,
    remedy: transform ? `crop to its size with --crop ${inputShape[2]}` : REMEDY,
    path: file,
  });
}

/** @throws {@link CheckpointError} `classes-do-not-fit`. */
export function requireClassCount(file: string, count: number, { name, classes }: ImageDataset): void {
  if (count === classes.length) return;
  throw new CheckpointError({
    code: "classes-do-not-fit",
    problem: `${file} has ${count} output classes, but ${name} has ${classes.length}`,
    remedy: REMEDY,
    path: file,
  });
}
