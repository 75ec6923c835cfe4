/** Small recipes to train on the tiny images, and the data in memory. */

import { completeRecipe, createTrial, type Recipe, type Trial } from "@selectivity-lab/run";
import { setThreads } from "@selectivity-lab/torch";
import { loadData, type TrialData } from "../../run/src/trial/setup/prepare.js";

/** Ten steps an epoch of a network with batch norms, a hidden layer of each kind and augmentation. */
export const tinyRecipe = {
  dataset: "fashion-mnist",
  model: "resnet8",
  modelOptions: { width: 2 },
  trainImages: 200,
  validationImages: 40,
  epochs: 2,
  batchSize: 20,
  learningRate: 0.05,
  schedule: "one-cycle",
  augment: { flip: false, crop: 1 },
  threads: 1,
} as const;

/** The tiny recipe with changes, complete. */
export function recipeWith(changes: object = {}): Recipe {
  return completeRecipe({ ...tinyRecipe, ...changes }, "the test");
}

/** A trial of the tiny recipe with changes. */
export function trialWith(changes: object = {}, alpha = 0, seed = 0): Trial {
  return createTrial(recipeWith(changes), alpha, seed);
}

/** `key=value` words that make the quick start's recipe the tiny one. */
export function tinyWords(changes: object = {}): string[] {
  return Object.entries({ ...tinyRecipe, ...changes }).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

/** Loads the tiny images, for one thread. */
export function tinyData(folder: string): Promise<TrialData> {
  setThreads(1);
  return loadData(recipeWith(), { dataDirs: [folder], download: false });
}

/** A signal that never comes. */
export const never = new AbortController().signal;
