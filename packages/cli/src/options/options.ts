/**
 * What the words of a command line mean, for the commands that train.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";

/** Options that all commands have. */
export interface CommonOptions {
  json?: boolean;
  quiet?: boolean;
}

/** Options of the commands that train. */
export interface RecipeOptions extends CommonOptions {
  set: string[];
  out?: string;
  device?: string;
  threads?: string;
  dataDir: string[];
  plugin: string[];
}

/** An option that may be given several times; its value is the list of all. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value: string, before: readonly string[]) => [...before, value]);
}

/** Declares `--plugin`. */
export function withPlugins(command: Command): Command {
  return command.addOption(
    repeatable("--plugin <file>", "JavaScript with models and data sets of your own; may be repeated"),
  );
}

/** Declares `--data-dir`. */
export function withDataDir(command: Command): Command {
  return command.addOption(repeatable("--data-dir <dir>", "folder with data sets, searched first; may be repeated"));
}

/** Declares `--skip-damaged`. */
export function withSkipDamaged(command: Command): Command {
  return command.option(
    "--skip-damaged",
    "leave image files of a folder out that cannot be decoded, instead of refusing it",
  );
}

/** Options of the commands that take weights from elsewhere. */
export interface ForeignFlags {
  data?: string;
  model?: string;
  modelOption: string[];
  mean?: number[];
  std?: number[];
  imageSize?: number;
  skipDamaged?: boolean;
  dataDir: string[];
  plugin: string[];
}

/** Declares the options of {@link ForeignFlags}, but for `--data`, which says what else it is for. */
export function withForeignOptions(command: Command): Command {
  command
    .option("--model <name>", "of weights from elsewhere: which network they are of; needs --data")
    .addOption(repeatable("--model-option <key=value>", "of that network; may be repeated"))
    .option("--mean <list>", "how these weights want images normalised (default: as the data set is)", numbers)
    .option("--std <list>", "likewise", numbers)
    .option(
      "--image-size <n>",
      "pixels a side that these weights want of a folder's images (default: 64)",
      positiveInteger,
    );
  return withSkipDamaged(withDataDir(withPlugins(command)));
}

/** Reads numbers with commas between. @throws InvalidArgumentError for anything else. */
export function numbers(text: string): number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (values.some((value) => !Number.isFinite(value)))
    throw new InvalidArgumentError("expected numbers with commas between, such as 0.5,0.5,0.5.");
  return values;
}

/** Reads whole numbers with commas between, and ranges: `0..3,7`. @throws InvalidArgumentError for anything else. */
export function integers(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [, first, last = first] = /^\s*(\d+)(?:\.\.(\d+))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || to < from)
      throw new InvalidArgumentError("expected whole numbers with commas between, or ranges such as 0..7.");
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** Reads words with commas between. @throws InvalidArgumentError for an empty one. */
export function words(text: string): string[] {
  const list = text.split(",").map((word) => word.trim());
  if (list.includes("")) throw new InvalidArgumentError("expected words with commas between.");
  return list;
}

/** Reads a whole number from 0. @throws InvalidArgumentError for anything else. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("expected a whole number from 0.");
  return value;
}

/** Reads a whole number from 1. @throws InvalidArgumentError for anything else. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number from 1.");
  return value;
}

/** Declares `--json` and `--quiet`. */
export function withCommonOptions(command: Command): Command {
  return command.option("--json", "print one JSON document on stdout").option("-q, --quiet", "no progress");
}

/** Declares the options of {@link RecipeOptions}. */
export function withRecipeOptions(command: Command): Command {
  command
    .argument("[recipe]", "name of a recipe, or a YAML file (default: fashion-quick)")
    .argument("[settings...]", "key=value: change a key of the recipe")
    .addOption(repeatable("--set <key=value>", "the same, as an option; may be repeated"))
    .option("--out <dir>", "folder to write to (default: below runs/)")
    .option("--device <device>", "cpu, cuda or cuda:<n>")
    .option("--threads <n>", "threads of one trial (default: auto)");
  return withCommonOptions(withDataDir(withPlugins(command)));
}

/** Takes the words of a command line apart: the recipe's name, if any, and the settings. */
export function wordsOf(recipe: string | undefined, settings: readonly string[], options: RecipeOptions) {
  const isSetting = recipe?.includes("=") ?? false;
  const bare = recipe !== undefined && isSetting ? [recipe, ...settings] : settings;
  const flags = [options.device && `device=${options.device}`, options.threads && `threads=${options.threads}`];
  return {
    name: isSetting ? undefined : recipe,
    settings: [...bare, ...options.set, ...flags.filter((flag) => flag !== undefined)].map(String),
  };
}
