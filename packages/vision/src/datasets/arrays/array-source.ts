/**
 * The two arrays of a split, in a folder of `.npy` files or in an `.npz` archive.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ZipArchive } from "@selectivity-lab/base";
import { parseNpy, readNpy, type Tensor } from "@selectivity-lab/torch";
import type { Split } from "../contract/format.js";
import { createArrayError, rethrowZipError } from "./array-error.js";

type Names = readonly [images: string, labels: string];

/** Names of the arrays of each split: ours, then those of Keras. */
export const ARRAY_NAMES: Readonly<Record<Split, readonly Names[]>> = {
  train: [
    ["train_images", "train_labels"],
    ["x_train", "y_train"],
  ],
  test: [
    ["test_images", "test_labels"],
    ["x_test", "y_test"],
  ],
};

/** The two arrays of a split. {@link SplitArrays.close} them when done. */
export interface SplitArrays {
  readonly names: Names;
  /** Paths of the files that contain them. */
  readonly sources: readonly string[];
  read(name: string): Tensor;
  close(): void;
}

/** Opens the arrays of a split. @throws DatasetError if there are none, or the archive is damaged. */
export function openArrays(path: string, split: Split): SplitArrays {
  return statSync(path).isDirectory() ? openFolder(path, split) : openArchive(path, split);
}

function openFolder(path: string, split: Split): SplitArrays {
  const file = (name: string) => join(path, `${name}.npy`);
  const names = findNames(path, split, (name) => existsSync(file(name)));
  return { names, sources: names.map(file), read: (name) => readNpy(file(name)), close: () => {} };
}

function openArchive(path: string, split: Split): SplitArrays {
  const archive = rethrowZipError(path, () => new ZipArchive(path));
  try {
    const names = findNames(path, split, (name) => archive.names.includes(`${name}.npy`));
    const read = (name: string) =>
      parseNpy(
        `${path}, ${name}`,
        rethrowZipError(path, () => archive.read(`${name}.npy`)),
      );
    return { names, sources: [path], read, close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

function findNames(path: string, split: Split, has: (name: string) => boolean): Names {
  const found = ARRAY_NAMES[split].find((names) => names.every(has));
  if (found) return found;
  throw createArrayError(
    path,
    `arrays ${ARRAY_NAMES[split].map(([images, labels]) => `${images} with ${labels}`).join(", or ")}`,
    "neither",
  );
}
