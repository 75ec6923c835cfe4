/**
 * What a trial needs before its first step: images, their split, and a network with initial weights.
 * The same seed gives the same split and the same weights at every alpha.
 *
 * @module
 */

import path from "node:path";
import { summarizeError } from "@selectivity-lab/base";
import { UnitRecorder } from "@selectivity-lab/selectivity";
import { Generator, noGrad, requireDevice, scope, setConvolutions, TorchError } from "@selectivity-lab/torch";
import {
  batches,
  createModel,
  type ImageDataset,
  type ImageModel,
  isDatasetPath,
  type LoadOptions,
  loadDataset,
  moveDataset,
  split,
  type TrainingSplit,
} from "@selectivity-lab/vision";
import { loadPlugins } from "../../plugins/plugins.js";
import { RecipeError } from "../../recipe/error.js";
import { isSameContent, type RecordedData } from "../../recipe/recorded-data.js";
import type { Recipe } from "../../recipe/schema.js";
import { createChangedDataError } from "../../records/data-error.js";
import { locateData } from "../../records/locate-data.js";
import type { UsedImages } from "../../records/used-images.js";
import { resolveImageCounts } from "./image-counts.js";
import { resolveKnobLayers } from "./knob-layers.js";
import { smallestBatch } from "./smallest-batch.js";

/** Both splits of a data set, as published. */
export interface TrialData {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** What a record keeps of them. */
  readonly record: RecordedData;
}

/** Where a recipe's data are. */
export interface LoadDataOptions extends LoadOptions {
  /** What is recorded of them, where the recipe is continued. */
  readonly recorded?: RecordedData | undefined;
  /** The place to which they were moved since. */
  readonly moved?: string | undefined;
}

/** The keys of a recipe that concern its images. */
type DataRecipe = Pick<
  Recipe,
  "dataset" | "imageSize" | "damagedImages" | "classOrder" | "device" | "precision" | "plugins"
>;

/**
 * Loads what a recipe trains and tests on.
 *
 * @throws RecordedDataError where it is not what is recorded.
 */
export async function loadData(
  { dataset, imageSize, damagedImages, classOrder, device, precision, plugins }: DataRecipe,
  { recorded, moved, ...options }: LoadDataOptions,
): Promise<TrialData> {
  requireDevice(device);
  await loadPlugins(plugins);
  if (precision === "tf32" && device === "cpu")
    throw new RecipeError("the recipe", [
      "precision: tf32 needs a CUDA device, but the device is cpu; use bfloat16 or float32",
    ]);
  const how = { ...sayOnce(options), imageSize: imageSize ?? undefined, damagedImages, ...chooseOrder(classOrder) };
  const place = locateData(dataset, recorded, moved);
  const [train, test] = [await loadDataset(place, "train", how), await loadDataset(place, "test", how)];
  const record = recordData(place, { train, test });
  if (!recorded || isSameContent(recorded.sha256, record.sha256))
    return { train: moveDataset(train, device), test: moveDataset(test, device), record };
  disposeData({ train, test });
  throw createChangedDataError(dataset, recorded, record);
}

/** The default is left out, so that a line says the order where it may surprise. */
function chooseOrder(classOrder: Recipe["classOrder"]): Pick<LoadOptions, "classOrder"> {
  return classOrder === "text" ? {} : { classOrder };
}

/** Both splits of a folder say the same of it. */
function sayOnce<Options extends Pick<LoadDataOptions, "notify">>(options: Options): Options {
  const { notify } = options;
  if (!notify) return options;
  const said = new Set<string>();
  const notifyOnce = (line: string) => {
    if (!said.has(line)) notify(line);
    said.add(line);
  };
  return { ...options, notify: notifyOnce };
}

function recordData(place: string, { train, test }: Pick<TrialData, "train" | "test">): RecordedData {
  const sha256 = { ...train.sha256, ...test.sha256 };
  return { ...(isDatasetPath(place) && { path: path.resolve(place) }), sha256 };
}

/** Frees both splits. */
export function disposeData({ train, test }: Pick<TrialData, "train" | "test">): void {
  for (const tensor of [train.images, train.labels, test.images, test.labels]) tensor.dispose();
}

/** The trial's split of the training images into training and validation. */
export function splitTrainingImages(recipe: Recipe, seed: number, data: TrialData): TrainingSplit {
  const { validationImages, trainImages } = resolveImageCounts(recipe, data.train.labels.numel);
  return split(data.train.labels, { seed, validationImages, trainImages: trainImages ?? undefined });
}

/**
 * Creates the network with its initial weights.
 *
 * @throws {@link RecipeError} when the knob is set on layers that the model does not have.
 */
export function createNetwork(recipe: Recipe, seed: number, { train }: TrialData): ImageModel {
  const [, ...inputShape] = train.images.shape;
  const model = createModel(recipe.model, {
    inputShape: inputShape as [number, number, number],
    classes: train.classes.length,
    options: recipe.modelOptions,
    generator: new Generator(seed),
  });
  setConvolutions(model, recipe.convolutions);
  resolveKnobLayers(recipe, model.unitLayers()); // unknown layers are refused before anything is trained
  return model.to({ device: recipe.device, memoryFormat: "channels_last" });
}

/**
 * Finds the errors of an impossible split or model before anything is written: the model sees two images.
 *
 * @returns how many images a trial uses.
 * @throws SplitError, ModelError or {@link RecipeError}.
 */
export function requireTrial(recipe: Recipe, data: TrialData): UsedImages {
  return scope(() => {
    const model = createNetwork(recipe, 0, data);
    try {
      const { train, validation } = splitTrainingImages(recipe, 0, data);
      requireTrainable(recipe, model, data.train, train);
      return { train: train.length, validation: validation.length, test: data.test.labels.numel };
    } finally {
      for (const tensor of model.stateDict().values()) tensor.dispose();
    }
  });
}

/** Shows the network as few images as it will ever get at once, at most two: batch norm cannot train on a single value per channel. */
function requireTrainable(recipe: Recipe, model: ImageModel, dataset: ImageDataset, train: Int32Array): void {
  const least = smallestBatch(train.length, recipe);
  try {
    for (const { images } of batches(dataset, train.slice(0, Math.min(2, least)), { batchSize: 2 }))
      noGrad(() => model.train().forward(images, new UnitRecorder()));
  } catch (cause) {
    if (!(cause instanceof TorchError)) throw cause;
    const sizes = `${train.length} training images in batches of ${recipe.batchSize}${recipe.microBatchSize ? `, parts of ${recipe.microBatchSize}` : ""}`;
    throw new RecipeError("the recipe", [
      `batchSize: ${sizes}, leave ${least} at the end, on which ${recipe.model} cannot train (${summarizeError(cause)}); choose others`,
    ]);
  }
}
