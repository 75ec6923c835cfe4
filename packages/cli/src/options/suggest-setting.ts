/**
 * Answers an unknown option that is a key of a recipe: `--epochs 5` is written `epochs=5`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Effects } from "../terminal/effects.js";

/** The commands that take settings of a recipe. */
const TAKES_SETTINGS: readonly string[] = ["train", "sweep"];

/** Says how to write the first unknown option that is a key of a recipe; nothing where there is none. */
export async function suggestSetting(
  program: Command,
  words: readonly string[],
  { stderr }: Pick<Effects, "stderr">,
): Promise<void> {
  const command = program.commands.find((candidate) => candidate.name() === words[0]);
  if (!command || !TAKES_SETTINGS.includes(command.name())) return;
  const options = command.options.map((option) => option.attributeName());
  const { recipeSchema } = await import("@selectivity-lab/lab");
  const keys = Object.keys(recipeSchema.shape).filter((key) => !options.includes(key));
  const setting = findSetting(words, keys);
  if (setting) stderr.write(`  to do: a key of the recipe is set without dashes: ${setting}\n`);
}

/** The first option that is one of the keys, as a setting: `learningRate=0.1` for `--learning-rate 0.1`. */
export function findSetting(words: readonly string[], keys: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const [, flag = "", value = words[index + 1]] = /^--([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    const key = flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (keys.includes(key)) return `${key}=${value === undefined || value.startsWith("--") ? "VALUE" : value}`;
  }
  return undefined;
}
