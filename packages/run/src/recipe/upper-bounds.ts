/**
 * Which image counts of a recipe are upper bounds.
 *
 * A recipe's counts were chosen for its own data set. With another data set they say at most how many images to use, unless the user
 * asked for them together with it; the trial's setup then takes what the data set has.
 *
 * @module
 */
import { listOverriddenKeys, type Overrides } from "./overrides.js";
import type { Recipe } from "./schema.js";

const COUNTS: readonly Recipe["countsAtMost"][number][] = ["trainImages", "validationImages"];

/**
 * Lists the counts that nobody asked for with this data set.
 *
 * @param values of the recipe's file, before it is completed. @param recipe the same with overrides and defaults.
 */
export function listUpperBounds(values: Overrides, overrides: Overrides, recipe: Recipe): Recipe["countsAtMost"] {
  const asked = listOverriddenKeys(overrides);
  if (asked.includes("countsAtMost")) return recipe.countsAtMost;
  const isOtherData = asked.includes("dataset") && recipe.dataset !== values.dataset;
  return COUNTS.filter(
    (key) =>
      recipe[key] !== null &&
      !asked.includes(key) &&
      (isOtherData || recipe.countsAtMost.includes(key) || !(key in values)),
  );
}
