/**
 * Loads recipes: from a name or file, and the changes of the command line, to a complete recipe.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findNearest } from "@selectivity-lab/base";
import { parseDocument } from "yaml";
import { z } from "zod";
import { describeIssues, RecipeError } from "./error.js";
import { dropStaleExpectation } from "./expectation.js";
import { listOverriddenKeys, type Overrides, override } from "./overrides.js";
import type { RecordedData } from "./recorded-data.js";
import { type Recipe, recipeSchema } from "./schema.js";
import { listUpperBounds } from "./upper-bounds.js";

/** Recipes that come with the lab: inside this package where it is installed, at the root of the repository. */
const recipesFolder = ["../../recipes", "../../../../recipes"]
  .map((folder) => path.join(import.meta.dirname, folder))
  .find(existsSync) as string;

/** The recipe that is used when none is named. */
export const defaultRecipe = "fashion-quick";

/** A recipe with its name. */
export interface NamedRecipe {
  readonly name: string;
  readonly recipe: Recipe;
  /** What a sweep that is continued records of its data. */
  readonly data?: RecordedData;
}

/** Names of the recipes that come with the lab. */
export function recipeNames(): string[] {
  return readdirSync(recipesFolder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.basename(file, ".yaml"))
    .sort();
}

/**
 * Loads a recipe.
 *
 * @param nameOrPath one that comes with the lab, or a YAML or JSON file.
 * @param overrides win over the file, key by key.
 * @throws {@link RecipeError} naming every problem, with suggestions.
 */
export function loadRecipe(nameOrPath: string = defaultRecipe, overrides: Overrides = {}): NamedRecipe {
  const file = locate(nameOrPath);
  const name = path.basename(file).replace(/\.(ya?ml|json)$/, "");
  return { name, recipe: applyOverrides(readYaml(file), overrides, nameOrPath) };
}

/** A recipe with some of its keys changed. @throws {@link RecipeError} naming every problem of the changes. */
export function changeRecipe({ name, recipe, data }: NamedRecipe, overrides: Overrides): NamedRecipe {
  const changed = applyOverrides({ ...recipe }, overrides, name);
  return { name, recipe: changed, ...(data && changed.dataset === recipe.dataset && { data }) };
}

/** Changes values, and drops the expectation that came with them where it no longer applies. */
function applyOverrides(values: Overrides, overrides: Overrides, where: string): Recipe {
  const complete = completeRecipe(override(values, overrides), where);
  const recipe = { ...complete, countsAtMost: listUpperBounds(values, overrides, complete) };
  if (listOverriddenKeys(overrides).includes("expected")) return recipe;
  const original = recipeSchema.safeParse(values);
  return dropStaleExpectation(recipe, original.success ? original.data : values);
}

/**
 * Checks values against the schema and fills in the defaults.
 *
 * @param where named by the error.
 * @throws {@link RecipeError}
 */
export function completeRecipe(values: unknown, where: string): Recipe {
  const checked = recipeSchema.safeParse(values);
  if (checked.success) return checked.data;
  throw new RecipeError(where, describeIssues(checked.error.issues, values, keysAt));
}

/**
 * Completes a recipe from a record. One from before a key existed was trained as the key's value in this function says, whatever its
 * default is now.
 *
 * @throws {@link RecipeError}
 */
export function completeRecordedRecipe(values: object, where: string): Recipe {
  return completeRecipe({ convolutions: "direct", ...values }, where);
}

/** The keys of a recipe, and of the objects in it. */
function keysAt([key, ...rest]: readonly PropertyKey[]): string[] {
  if (key === undefined) return Object.keys(recipeSchema.shape);
  let schema: unknown = recipeSchema.shape[key as keyof Recipe];
  while (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) schema = schema.unwrap();
  return schema instanceof z.ZodObject && rest.length === 0 ? Object.keys(schema.shape) : [];
}

function locate(nameOrPath: string): string {
  const own = path.join(recipesFolder, `${nameOrPath}.yaml`);
  if (/^[\w-]+$/.test(nameOrPath) && existsSync(own)) return own;
  if (/\.(ya?ml|json)$/.test(nameOrPath) && existsSync(nameOrPath)) return nameOrPath;
  const known = recipeNames();
  const meant = findNearest(nameOrPath, known);
  const hint = meant ? `did you mean "${meant}"?` : `recipes are ${known.join(", ")}; or name a .yaml file`;
  throw new RecipeError(`recipe "${nameOrPath}"`, [`there is no recipe of this name; ${hint}`]);
}

function readYaml(file: string): Overrides {
  const document = parseDocument(readFileSync(file, "utf8"));
  if (document.errors.length > 0)
    throw new RecipeError(
      file,
      document.errors.map((error) => error.message.split(/:?\n/)[0] ?? error.message),
    );
  const values = document.toJS() ?? {};
  if (typeof values !== "object" || Array.isArray(values))
    throw new RecipeError(file, [
      `expected keys with values, received ${Array.isArray(values) ? "a list" : typeof values}`,
    ]);
  return values;
}
