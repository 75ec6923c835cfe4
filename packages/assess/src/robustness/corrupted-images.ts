/**
 * The corrupted images of a test split, from the cache, the generator, or the published files.
 *
 * @module
 */

import {
  type CorruptedSetOptions,
  checksumFrost,
  corruptedSet,
  type FrostPhotographs,
  readFrostPhotographs,
  readPublished,
  tableFor,
} from "@selectivity-lab/perturb";
import type { Tensor } from "@selectivity-lab/torch";
import { type ImageDataset, readWnids } from "@selectivity-lab/vision";
import type { AssessmentHost } from "./host.js";

/** Where corrupted images come from. */
export type CorruptionSource = Pick<AssessmentHost, "published" | "frost" | "dataDirs" | "notify">;

/** Which corruption, at which severity. */
export type CorruptedCell = Pick<CorruptedSetOptions, "corruption" | "severity" | "seed">;

/**
 * Loads corrupted images, with labels if these differ from the data set's.
 *
 * @param dataset the original images.
 * @returns tensors on the device of the data set; the caller disposes of them.
 * @throws CorruptionError if the source lacks the images.
 */
export async function loadCorruptedImages(
  dataset: ImageDataset,
  cell: CorruptedCell,
  { published, frost, dataDirs, notify }: CorruptionSource,
): Promise<{ images: Tensor; labels?: Tensor }> {
  const [count = 0, , size = 0] = dataset.images.shape;
  const { device } = dataset.images;
  const made =
    published === null
      ? { images: await corruptedSet(dataset, { ...cell, frost: await loadPhotographs(cell, frost, size), notify }) }
      : await readPublished({ ...cell, folder: published, count, size, wnids: await readWnids(dataset, { dataDirs }) });
  if (device === "cpu") return made;
  const moved = Object.entries(made).map(([name, tensor]) => [name, tensor.to({ device })] as const);
  for (const tensor of Object.values(made)) tensor.dispose();
  return Object.fromEntries(moved) as { images: Tensor; labels?: Tensor };
}

let photographs: { key: string; read: Promise<FrostPhotographs> } | undefined;

/** Reads the frost photographs, once per process; `undefined` if they are not needed. */
async function loadPhotographs(
  { corruption }: CorruptedCell,
  folder: string | null,
  size: number,
): Promise<FrostPhotographs | undefined> {
  if (corruption !== "frost" || folder === null) return undefined;
  const key = `${folder} ${size} ${await checksumFrost(folder)}`;
  if (photographs?.key !== key) photographs = { key, read: readFrostPhotographs(folder, tableFor(size)) };
  return photographs.read;
}
