/**
 * Checks that the labels of two arrays are classes.
 *
 * @module
 */
import type { DecodedSet } from "../cache/decoded-cache.js";
import type { Split } from "../contract/format.js";
import { createArrayError } from "./array-error.js";

/**
 * Names the classes, which are the numbers from 0.
 *
 * @throws DatasetError if a class has no training images, a test label is none of training, or the images differ in size.
 */
export function checkClasses(path: string, { train, test }: Record<Split, DecodedSet>): string[] {
  const size = (set: DecodedSet) => set.images.shape.slice(1).join(" × ");
  if (size(train) !== size(test))
    throw createArrayError(path, `test images of ${size(train)}, as those of training`, size(test));
  const seen = { train: collectLabels(train), test: collectLabels(test) };
  for (const [split, labels] of Object.entries(seen)) {
    const negative = [...labels].find((label) => label < 0);
    if (negative !== undefined) throw createArrayError(`${path} (${split} split)`, "labels from 0", String(negative));
  }
  const most = Math.max(...seen.train, 1);
  const absent = most > train.labels.numel ? undefined : findAbsent(seen.train, most);
  if (most > train.labels.numel || absent !== undefined)
    throw createArrayError(
      path,
      `training images of every class from 0 to ${most}`,
      `none of class ${absent ?? findAbsent(seen.train, most)}`,
    );
  const stranger = [...seen.test].find((label) => !seen.train.has(label));
  if (stranger !== undefined)
    throw createArrayError(path, `test labels from 0 to ${most}, as those of training`, String(stranger));
  return Array.from({ length: most + 1 }, (_, label) => String(label));
}

function collectLabels({ labels }: DecodedSet): ReadonlySet<number> {
  return new Set(Array.from(labels.toTypedArray(), Number));
}

function findAbsent(labels: ReadonlySet<number>, most: number): number | undefined {
  for (let label = 0; label <= most; label++) if (!labels.has(label)) return label;
  return undefined;
}
