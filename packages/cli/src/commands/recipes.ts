/**
 * `selectivity recipes`: the recipes that come with the lab, and the keys of one.
 *
 * @module
 */
import type { RecipeDocument } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";

const EXAMPLES = `Examples:
  selectivity recipes
  selectivity recipes fashion-quick
`;

/** Width of the column of keys. */
const KEYS = 17;

/** Declares the command. */
export function declareRecipes(program: Command, run: RunCommand): void {
  const command = program
    .command("recipes")
    .summary("list the recipes, or the keys of one")
    .addHelpText("before", EXAMPLES)
    .description(
      "Lists the recipes that come with the lab. With a name, shows every key of that recipe with its value and meaning.",
    )
    .argument("[recipe]", "name of a recipe, or a YAML file");
  withCommonOptions(command).action((name: string | undefined, flags: CommonOptions) =>
    run((terminal) => (name === undefined ? listRecipes(flags, terminal) : showRecipe(name, flags, terminal)), flags),
  );
}

async function listRecipes(flags: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  printDocument(terminal, flags, lab.createRecipesDocument(), ({ recipes }) => recipes.join("\n"));
  return 0;
}

async function showRecipe(name: string, flags: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const meanings = Object.entries(lab.recipeSchema.shape).map(([key, { description = "" }]) => ({ key, description }));
  const document = lab.createRecipeDocument({ ...lab.loadRecipe(name), name });
  printDocument(terminal, flags, document, ({ recipe }) => describeRecipe(recipe, meanings));
  return 0;
}

function describeRecipe(
  recipe: RecipeDocument["recipe"],
  meanings: readonly { readonly key: string; readonly description: string }[],
): string {
  const lines = meanings.map(({ key, description }) => {
    const value = JSON.stringify(recipe[key as keyof typeof recipe]) ?? "unset";
    return `${key.padEnd(KEYS)}${value}\n${" ".repeat(KEYS)}${description}`;
  });
  return lines.join("\n");
}
