/**
 * Whether a recipe's expected accuracy still applies after some of its keys were changed.
 *
 * @module
 */
import { differencesBetween } from "./differences.js";
import type { Recipe } from "./schema.js";

/** Keys that leave the expected accuracy of the control as it is. Every other key determines the result. */
const HARMLESS: ReadonlySet<string> = new Set<keyof Recipe>([
  "alpha",
  "seed",
  "threads",
  "device",
  "checkpointMinutes",
  "plugins",
  "countsAtMost",
  "expected",
]);

/**
 * Drops `expected` where the recipe differs from the one it was measured for in a key that determines the result: the accuracy of
 * 200 epochs says nothing about 5.
 */
export function dropStaleExpectation(recipe: Recipe, original: object): Recipe {
  const applies = differencesBetween(original, recipe).every(({ key }) => HARMLESS.has(key));
  if (applies || recipe.expected === undefined) return recipe;
  const { expected, ...rest } = recipe;
  return rest;
}
