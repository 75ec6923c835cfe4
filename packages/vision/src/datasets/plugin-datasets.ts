/**
 * Data sets of plugins. They are checked when they are registered and when they are loaded, so that errors name the plugin.
 *
 * @module
 */

import { scope, Tensor } from "@selectivity-lab/torch";
import { DatasetError } from "../error.js";
import {
  describeMismatch,
  describeThrown,
  isFunction,
  isListOf,
  isText,
  type Registration,
} from "../plugins/check-plugin.js";
import type { ImageDataset, Split } from "./contract/format.js";
import type { DatasetKind } from "./contract/kind.js";
import { published } from "./published/published.js";
import { trees } from "./trees/load-tree.js";

/** A user's own data set, by name. */
export interface PluginDataset {
  /** Lowercase letters, digits and hyphens; must not be the name of another data set. */
  readonly name: string;
  /** Class names in label order. */
  readonly classes: readonly string[];
  /** Mean of each channel over the training images, pixels scaled to 0..1. */
  readonly mean: readonly number[];
  /** Standard deviation of each channel over the training images, pixels scaled to 0..1. */
  readonly std: readonly number[];
  /** Identifies the data in a sweep's records: a checksum, or a version. */
  readonly version: string;
  /** Loads uint8 images `[N, C, H, W]` and int64 labels `[N]` in 0..K−1 of a split; they belong to the caller. */
  load(split: Split): { images: Tensor; labels: Tensor } | Promise<{ images: Tensor; labels: Tensor }>;
}

/** Data sets by name, with the plugin that registered each. */
const registered = new Map<string, { dataset: PluginDataset; by: string }>();

/**
 * Registers a data set. A plugin that registers the same name again replaces its own data set.
 *
 * @param registration.by names the plugin in errors.
 * @throws DatasetError if it is not a {@link PluginDataset}, or its name belongs to another data set.
 */
export function registerDataset(dataset: PluginDataset, { by = "a plugin" }: Registration = {}): void {
  const problem = describeMismatch(dataset, {
    name: ["a text", isText],
    classes: ["a list of at least two class names", (value) => isListOf(isText)(value) && (value as []).length > 1],
    mean: ["a list of numbers, one per channel", isListOf(Number.isFinite)],
    std: [
      "a list of numbers above 0, one per channel",
      isListOf((value) => Number.isFinite(value) && Number(value) > 0),
    ],
    version: ["a text", isText],
    load: ["a function from a split to its images and labels", isFunction],
  });
  if (problem)
    throw new DatasetError({
      code: "plugin",
      problem: `registerDataset: ${problem}.`,
      remedy: "pass an object of the type vision.PluginDataset",
    });
  requireName(dataset.name, by);
  registered.set(dataset.name, { dataset, by });
}

function requireName(name: string, by: string): void {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
    throw new DatasetError({
      code: "plugin",
      problem: `registerDataset: a data set cannot be called "${name}".`,
      remedy: "use lowercase letters, digits and hyphens",
    });
  const other = registered.get(name)?.by ?? by;
  const owner = [published, trees].some((kind) => kind.answersTo(name)) ? "this package" : other;
  if (owner !== by)
    throw new DatasetError({
      code: "taken",
      problem: `registerDataset: "${name}" is already the name of a data set of ${owner}.`,
      remedy: `choose a different name, such as "my-${name}"`,
    });
}

/** The data sets of plugins, which keep them wherever they like. */
export const pluginDatasets: DatasetKind = {
  get names() {
    return [...registered.keys()];
  },
  answersTo: (name) => registered.has(name),
  find: () => undefined,
  inspect: (name) => ({ name, state: "found", place: null, files: [], problem: null, remedy: null }),
  load: (name, split) => {
    const { dataset, by } = registered.get(name) as { dataset: PluginDataset; by: string };
    return load(dataset, split, by);
  },
};

/** Loads a split, and checks it. @throws DatasetError if it breaks the contract. */
async function load(dataset: PluginDataset, split: Split, by: string): Promise<ImageDataset> {
  const { name, classes, mean, std, version } = dataset;
  const refuse = (mistake: string, cause?: unknown) => {
    const problem = `The data set ${name} of ${by} (${split} split): ${mistake}.`;
    return new DatasetError({ code: "plugin", problem, remedy: "correct the plugin", cause });
  };
  const loaded: unknown = await (async () => dataset.load(split))().catch((cause) => {
    throw refuse(`load: ${describeThrown(cause, by)}`, cause);
  });
  const problem =
    describeMismatch(loaded, { images: ["a tensor", isTensor], labels: ["a tensor", isTensor] }) ??
    describeMisfit(loaded as Loaded, dataset);
  if (problem) {
    for (const value of Object.values(loaded ?? {})) if (value instanceof Tensor) value.dispose();
    throw refuse(problem);
  }
  const { images, labels } = loaded as Loaded;
  return { name, split, classes, mean, std, images, labels, sha256: { [split]: version } };
}

type Loaded = { images: Tensor; labels: Tensor };

const isTensor = (value: unknown): boolean => value instanceof Tensor;

function describeMisfit({ images, labels }: Loaded, { classes, mean, std }: PluginDataset): string | undefined {
  const expected = (what: string, got: unknown) => `expected ${what}, got ${got}`;
  const [count = 0, channels] = images.shape;
  if (images.dtype !== "uint8" || images.shape.length !== 4 || images.numel === 0)
    return expected("uint8 images [N, C, H, W]", images);
  if (labels.dtype !== "int64" || labels.shape.join() !== String(count))
    return expected(`int64 labels [${count}]`, labels);
  if (mean.length !== channels || std.length !== channels)
    return expected(`a mean and a std for each of ${channels} channels`, `${mean.length} and ${std.length}`);
  const [least, most] = scope(() => [Number(labels.amin().item()), Number(labels.amax().item())]) as [number, number];
  if (least < 0 || most >= classes.length)
    return expected(`labels from 0 to ${classes.length - 1}, for ${classes.length} classes`, `${least} to ${most}`);
  return undefined;
}
