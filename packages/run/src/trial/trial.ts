/**
 * What a trial is: one network, trained by a recipe at one alpha with one seed. Its id is a hash of all that determines
 * its result, so that a folder's name says what is in it, whoever trained it and wherever.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { encodeCanonicalJson } from "@selectivity-lab/base";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import type { Trial } from "../records/records.js";

/** Keys that recipes did not always have. At these values they mean what was before, and the id is what it was before. */
const SINCE: Partial<Recipe> = {
  imageSize: null,
  damagedImages: "refuse",
  microBatchSize: null,
  sampling: "shuffled",
  knobMemory: 0,
  precision: "float32",
  plugins: [],
};

/** Keys that do not change what is trained, but where, how fast, and what one hopes for. */
const INCIDENTAL: readonly (keyof Recipe)[] = ["threads", "device", "expected", "checkpointMinutes"];

/**
 * The trial of a recipe at one alpha and seed.
 *
 * @param recipe its own `alpha` and `seed` are replaced by the trial's.
 */
export function createTrial(recipe: Recipe, alpha: number, seed: number): Trial {
  const own = { ...recipe, alpha: alpha === 0 ? 0 : alpha, seed }; // -0 is 0
  return { schema: 1, id: idOf(own), recipe: own, alpha: own.alpha, seed };
}

/** Trials of a sweep, the whole picture early: seed by seed, and within a seed the control, then the extremes inwards. */
export function listTrials(recipe: Recipe): Trial[] {
  const alphas = listAlphas(recipe).sort((a, b) => Number(b === 0) - Number(a === 0) || Math.abs(b) - Math.abs(a));
  return listSeeds(recipe).flatMap((seed) => alphas.map((alpha) => createTrial(recipe, alpha, seed)));
}

/** What of a recipe determines a trial's result. */
export function selectDeterminingKeys(recipe: Recipe): Partial<Recipe> {
  const plugins = recipe.plugins.map(({ sha256 }) => ({ path: "", sha256 })); // wherever the file lies
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
