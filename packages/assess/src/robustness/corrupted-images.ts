/**
 * The corrupted images of a test split, from wherever they come: the cache, the generator, or the published files.
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
} from "@selectivity-lab/perturb";
import type { Tensor } from "@selectivity-lab/torch";
import { type ImageDataset, readWnids } from "@selectivity-lab/vision";
import type { AssessmentHost } from "./host.js";

/** Where corrupted images come from. */
export type CorruptionSource = Pick<AssessmentHost, "published" | "frost" | "dataDirs">;

/** Which of them. */
export type CorruptedCell = Pick<CorruptedSetOptions, "corruption" | "severity" | "seed">;

/**
 * The images, with their labels where these are not those of the data set.
 *
 * @param dataset the images as they are.
 * @returns tensors to be disposed when done, on the device of the data set.
 * @throws CorruptionError, where the source has not what it should.
 */
export async function corruptedImages(
  dataset: ImageDataset,
  cell: CorruptedCell,
  { published, frost, dataDirs }: CorruptionSource,
): Promise<{ images: Tensor; labels?: Tensor }> {
  const [count = 0, , size = 0] = dataset.images.shape;
  const { device } = dataset.images;
  const made =
    published === null
      ? { images: await corruptedSet(dataset, { ...cell, frost: await photographsFor(cell, frost, size) }) }
      : await readPublished({ ...cell, folder: published, count, size, wnids: await readWnids(dataset, { dataDirs }) });
  if (device === "cpu") return made;
  const moved = Object.entries(made).map(([name, tensor]) => [name, tensor.to({ device })] as const);
  for (const tensor of Object.values(made)) tensor.dispose();
  return Object.fromEntries(moved) as { images: Tensor; labels?: Tensor };
}

let photographs: { key: string; read: Promise<FrostPhotographs> } | undefined;

/** The photographs of frost, read once a process; `undefined` where they are not wanted. */
async function photographsFor(
  { corruption }: CorruptedCell,
  folder: string | null,
  size: number,
): Promise<FrostPhotographs | undefined> {
  if (corruption !== "frost" || folder === null) return undefined;
  const key = `${folder} ${size} ${await checksumFrost(folder)}`;
  if (photographs?.key !== key) photographs = { key, read: readFrostPhotographs(folder, size) };
  return photographs.read;
}
