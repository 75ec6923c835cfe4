/**
 * Data sets that plugins bring.
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import { DatasetError } from "./error.js";
import type { ImageDataset, Split } from "./format.js";
import type { DatasetKind } from "./kind.js";

/** A data set of one's own, by name. */
export interface PluginDataset {
  /** Lower-case letters, digits and hyphens; none that is taken. */
  readonly name: string;
  /** Class names in label order. */
  readonly classes: readonly string[];
  /** Of each channel over the training images, pixels scaled to 0..1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Stands for the data in a sweep's records: a checksum, or a version. */
  readonly version: string;
  /** uint8 images `[N, C, H, W]` and int64 labels `[N]` of a split; they belong to the caller. */
  load(split: Split): { images: Tensor; labels: Tensor } | Promise<{ images: Tensor; labels: Tensor }>;
}

const registered = new Map<string, PluginDataset>();

/** Adds a data set, or replaces one of the same name. @throws DatasetError for a name that cannot be one. */
export function registerDataset(dataset: PluginDataset): void {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(dataset.name))
    throw new DatasetError(
      "unknown",
      `A data set cannot be called "${dataset.name}".`,
      "Use lower-case letters, digits and hyphens.",
    );
  registered.set(dataset.name, dataset);
}

/** What plugins have brought; they lie wherever their plugin says. */
export const pluginDatasets: DatasetKind = {
  names: [],
  answersTo: (name) => registered.has(name),
  find: () => undefined,
  load: (name, split) => load(registered.get(name) as PluginDataset, split),
};

/** Loads a split, and holds it to what it should be. @throws DatasetError */
async function load(dataset: PluginDataset, split: Split): Promise<ImageDataset> {
  const { name, classes, mean, std, version } = dataset;
  const { images, labels } = await dataset.load(split);
  const refuse = (expected: string, got: string) =>
    new DatasetError(
      "corrupt",
      `The plugin's data set ${name} (${split} split): expected ${expected}, got ${got}.`,
      "Correct the plugin.",
    );
  if (images.dtype !== "uint8" || images.shape.length !== 4) throw refuse("uint8 images [N, C, H, W]", String(images));
  if (labels.dtype !== "int64" || labels.shape.join() !== String(images.shape[0]))
    throw refuse(`int64 labels [${images.shape[0]}]`, String(labels));
  if (mean.length !== images.shape[1] || std.length !== images.shape[1])
    throw refuse(`a mean and a std for each of ${images.shape[1]} channels`, `${mean.length} and ${std.length}`);
  return { name, split, classes, mean, std, images, labels, sha256: { [split]: version } };
}
