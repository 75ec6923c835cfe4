/**
 * `selectivity recipes`: the recipes there are, and what one says.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import type { Terminal } from "../terminal/terminal.js";

const EXAMPLES = `Examples:
  selectivity recipes
  selectivity recipes fashion-quick
`;

/** Declares the command. */
export function declareRecipes(program: Command, run: RunCommand): void {
  const command = program
    .command("recipes")
    .summary("the recipes there are, and the keys of one")
    .addHelpText("before", EXAMPLES)
    .description(
      "Lists the recipes that come with the lab; with a name, every key of that recipe with its value and meaning.",
    )
    .argument("[recipe]", "name of a recipe, or a YAML file");
  withCommonOptions(command).action((name: string | undefined, flags: CommonOptions) =>
    run((terminal) => recipes(name, flags, terminal), flags),
  );
}

async function recipes(name: string | undefined, { json }: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  if (name === undefined) {
    const names = lab.recipeNames();
    terminal.out(json ? JSON.stringify({ schema: 1, recipes: names }) : names.join("\n"));
    return 0;
  }
  const { recipe } = lab.loadRecipe(name);
  const rows = Object.entries(lab.recipeSchema.shape).map(([key, { description = "" }]) => [
    key.padEnd(16),
    JSON.stringify(recipe[key as keyof typeof recipe]) ?? "unset",
    description,
  ]);
  terminal.out(
    json
      ? JSON.stringify({ schema: 1, name, recipe })
      : rows.map(([key, value, text]) => `${key} ${value}\n${" ".repeat(17)}${text}`).join("\n"),
  );
  return 0;
}
