/**
 * A user's images as NumPy arrays: an `.npz` archive, or a folder of `.npy` files, which may be larger than memory.
 *
 *     train_images, train_labels, test_images, test_labels      or, as in Keras, x_train, y_train, x_test, y_test
 *
 * Images are uint8 `[N, H, W]`, `[N, H, W, C]` or `[N, C, H, W]`, C 1 or 3; labels whole numbers `[N]` or `[N, 1]`, from 0. Other arrays,
 * such as MedMNIST's `val_images`, are ignored: validation images are drawn from the training images.
 * @module
 */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { explainAbsence } from "@selectivity-lab/base";
import { DatasetError } from "../../error.js";
import { type DecodedSet, decodedFile, openDecoded } from "../cache/decoded-cache.js";
import type { Split } from "../contract/format.js";
import type { DatasetKind, LoadOptions } from "../contract/kind.js";
import { cacheFolder } from "../contract/locate.js";
import { inspectFile } from "../contract/presence.js";
import { ARRAY_NAMES, openArrays } from "./array-source.js";
import { checkClasses } from "./check-classes.js";
import { decodeArrays } from "./decode-arrays.js";

/** NumPy arrays, named by the path of their archive or folder. */
export const numpyArrays: DatasetKind = {
  names: [],
  answersTo(name) {
    if (name.endsWith(".npz")) return true;
    return name.includes("/") && ARRAY_NAMES.train.some(([images]) => existsSync(join(name, `${images}.npy`)));
  },
  find: (name) => (existsSync(name) ? resolve(name) : undefined),

  inspect(name) {
    const [place, remedy] = [resolve(name), "name an .npz file, or a folder of .npy files"];
    if (!existsSync(place)) return { name, state: "absent", place: null, files: [], problem: null, remedy };
    try {
      const paths = (["train", "test"] as const).flatMap((split) => {
        const arrays = openArrays(place, split);
        arrays.close();
        return arrays.sources;
      });
      const files = [...new Set(paths)].map((path) => inspectFile(path, undefined));
      return { name, state: "found", place, files, problem: null, remedy: null };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      return { name, state: "incomplete", place, files: [], problem: error.problem, remedy: error.remedy ?? null };
    }
  },

  /** Both splits are normalized by the statistics of the training images. */
  async load(name, split, options) {
    const path = resolve(name);
    if (!existsSync(path))
      throw new DatasetError({
        code: "missing",
        problem: `${explainAbsence(path)}.`,
        remedy: "name an .npz file, or a folder of .npy files",
        path,
      });
    const sets = { train: await loadSplit(path, "train", options), test: await loadSplit(path, "test", options) };
    const { mean, std } = sets.train;
    const { images, labels, sha256 } = sets[split];
    const other = sets[split === "train" ? "test" : "train"];
    try {
      const classes = checkClasses(path, sets);
      return { name: path, split, classes, images, labels, mean, std, sha256 };
    } catch (error) {
      for (const tensor of [images, labels]) tensor.dispose();
      throw error;
    } finally {
      for (const tensor of [other.images, other.labels]) tensor.dispose();
    }
  },
};

async function loadSplit(path: string, split: Split, options: LoadOptions): Promise<DecodedSet> {
  const { environment = process.env, anew = false, checkCache: check = true, notify = () => {} } = options;
  const arrays = openArrays(path, split);
  try {
    const kept = decodedFile(cacheFolder(environment), "numpy", split, arrays.sources);
    const known = anew ? undefined : await openDecoded(kept, { check, notify });
    if (known) return known;
    await decodeArrays(path, split, arrays, kept);
    return (await openDecoded(kept, { check: false })) as DecodedSet;
  } finally {
    arrays.close();
  }
}
