/**
 * A trial: one network, trained by a recipe at one alpha with one seed.
 *
 * The id is a hash of what is meant to determine the result, so that a folder's name says what is in it, no matter who trained
 * it and where. It leaves out threads, device, checkpoint interval and expected accuracy. The same trial gives the same bits on
 * the same machine with the same thread count; other machines and thread counts round differently.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { encodeCanonicalJson } from "@selectivity-lab/base";
import type { RecordedData } from "../recipe/recorded-data.js";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import type { Trial } from "../records/trial.js";

/** Keys that older recipes do not have. At these values they change nothing, and the id stays what it was. */
const SINCE: Partial<Recipe> = {
  imageSize: null,
  damagedImages: "refuse",
  microBatchSize: null,
  sampling: "shuffled",
  knobMemory: 0,
  precision: "float32",
  plugins: [],
  convolutions: "direct",
  classOrder: "text",
  measure: "index",
  knobLabels: "true",
  measures: ["index"],
};

/**
 * Keys that say where and how fast a trial runs and what accuracy to expect, not what is trained. Whether a count is an upper bound
 * changes nothing where it fits, and where it does not, an exact count is no trial at all.
 */
const INCIDENTAL: readonly (keyof Recipe)[] = ["threads", "device", "expected", "checkpointMinutes", "countsAtMost"];

/**
 * The trial of a recipe at one alpha and seed.
 *
 * @param recipe its own `alpha` and `seed` are replaced by the trial's.
 * @param data what it is trained on, where that is known already; not part of the id.
 */
export function createTrial(recipe: Recipe, alpha: number, seed: number, data?: RecordedData): Trial {
  const own = { ...recipe, alpha: alpha === 0 ? 0 : alpha, seed }; // -0 is 0
  return { schema: 1, id: idOf(own), recipe: own, alpha: own.alpha, seed, ...(data && { data }) };
}

/**
 * The trials of a sweep in an order that gives a whole picture early: seed by seed; within a seed the control, then from the extreme
 * alphas inward.
 *
 * @param data see {@link createTrial}.
 */
export function listTrials(recipe: Recipe, data?: RecordedData): Trial[] {
  const alphas = listAlphas(recipe).sort((a, b) => Number(b === 0) - Number(a === 0) || Math.abs(b) - Math.abs(a));
  return listSeeds(recipe).flatMap((seed) => alphas.map((alpha) => createTrial(recipe, alpha, seed, data)));
}

/** The keys of a recipe that are meant to determine a trial's result. */
export function selectDeterminingKeys(recipe: Recipe): Partial<Recipe> {
  const plugins = recipe.plugins.map(({ sha256 }) => ({ path: "", sha256 })); // no matter where the file is
  return Object.fromEntries(
    Object.entries({ ...recipe, plugins }).filter(
      ([key, value]) =>
        !INCIDENTAL.includes(key as keyof Recipe) &&
        !(key in SINCE && encodeCanonicalJson(value) === encodeCanonicalJson(SINCE[key as keyof Recipe])),
    ),
  );
}

function idOf(recipe: Recipe): string {
  return createHash("sha256")
    .update(encodeCanonicalJson(selectDeterminingKeys(recipe)))
    .digest("hex")
    .slice(0, 12);
}
