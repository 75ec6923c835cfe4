/**
 * What `recipes` prints with `--json`: the names of the recipes, or one recipe.
 *
 * @module
 */
import { type NamedRecipe, recipeNames, recipeSchema } from "@selectivity-lab/run";
import { z } from "zod";
import { listSchema } from "./fields.js";

/** The recipes that come with the lab. */
export const recipesDocumentSchema = z.strictObject({ schema: z.literal(1), recipes: listSchema(z.string()) });

/** The recipes that come with the lab: see {@link recipesDocumentSchema}. */
export type RecipesDocument = z.infer<typeof recipesDocumentSchema>;

/** Makes the document of all recipes. */
export function createRecipesDocument(): RecipesDocument {
  return { schema: 1, recipes: recipeNames() };
}

/** One recipe with every key. */
export const recipeDocumentSchema = z.strictObject({
  schema: z.literal(1),
  name: z.string(),
  recipe: recipeSchema,
});

/** One recipe with every key: see {@link recipeDocumentSchema}. */
export type RecipeDocument = z.infer<typeof recipeDocumentSchema>;

/** Makes the document of one recipe. */
export function createRecipeDocument({ name, recipe }: NamedRecipe): RecipeDocument {
  return { schema: 1, name, recipe };
}
