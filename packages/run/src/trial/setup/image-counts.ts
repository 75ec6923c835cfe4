/**
 * How many images a trial trains on and validates with: what its recipe says, as far as that is exact; else what the data set allows.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type { Recipe } from "../../recipe/schema.js";

/** Numbers of images; `trainImages` null: all that validation leaves. */
export type ImageCounts = Pick<Recipe, "trainImages" | "validationImages">;

/** The smallest part of the training split that upper bounds leave for validation, as a divisor. */
const VALIDATION_SHARE = 6;

/**
 * Resolves the counts of a recipe for a data set. Counts that fit stay as they are, upper bounds or not.
 *
 * @param images number of images in the training split.
 * @returns at least one image of each kind, which may be more than there are: splitting them then says so.
 */
export function resolveImageCounts(
  { trainImages, validationImages, countsAtMost }: ImageCounts & Pick<Recipe, "countsAtMost">,
  images: number,
): ImageCounts {
  const [trainBound, validationBound] = [
    countsAtMost.includes("trainImages"),
    countsAtMost.includes("validationImages"),
  ];
  const fits = validationImages + (trainImages ?? validationImages) <= images;
  if (fits || !(trainBound || validationBound)) return { trainImages, validationImages };
  const exactTraining = trainBound || trainImages === null ? 1 : trainImages;
  const most = Math.min(Math.max(1, Math.floor(images / VALIDATION_SHARE)), images - exactTraining);
  const validation = validationBound ? Math.max(1, Math.min(validationImages, most)) : validationImages;
  const training =
    trainBound && trainImages !== null ? Math.max(1, Math.min(trainImages, images - validation)) : trainImages;
  return { trainImages: training, validationImages: validation };
}

/** What a trial uses, in a line; `undefined` where the recipe says it exactly. */
export function describeImageCounts(
  recipe: ImageCounts & Pick<Recipe, "countsAtMost">,
  used: { readonly train: number; readonly validation: number },
  images: number,
): string | undefined {
  if (recipe.countsAtMost.length === 0) return undefined;
  const bounds = recipe.countsAtMost.map((key) => `${key} ${recipe[key]}`).join(", ");
  return `${formatCount(used.train, "image")} to train on and ${used.validation} to validate, of ${images} (the recipe's ${bounds} mean at most)`;
}
