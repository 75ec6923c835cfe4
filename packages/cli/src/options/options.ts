/**
 * The options that several commands share, and how their values are read.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { parseNumber, parseNumbers, parseWholeNumber, parseWholeNumbers } from "@selectivity-lab/base";
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
  data?: string;
  plugin: string[];
}

/** An option that may be given several times; its value is the list of all values. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value: string, before: readonly string[]) => [...before, value]);
}

/** Declares `--plugin`. */
export function withPlugins(command: Command): Command {
  return command.addOption(
    repeatable("--plugin <file>", "JavaScript file with your own models and data sets; may be repeated"),
  );
}

/** Declares `--data-dir`. */
export function withDataDir(command: Command): Command {
  return command.addOption(
    repeatable("--data-dir <dir>", "folder with data sets, searched before the others; may be repeated"),
  );
}

/** Declares `--data` of the commands that continue training. */
export function withMovedData(command: Command): Command {
  return command.option(
    "--data <path>",
    "where the images or arrays are now, if they were moved since training began; their checksums are compared",
  );
}

/** Declares `--skip-damaged`. */
export function withSkipDamaged(command: Command): Command {
  return command.option(
    "--skip-damaged",
    "leave out image files that cannot be decoded, instead of refusing the whole folder",
  );
}

/** Options of the commands that take weights from elsewhere. */
export interface ForeignFlags {
  data?: string;
  model?: string;
  modelOption: string[];
  prefix?: string;
  mean?: number[];
  std?: number[];
  imageSize?: number;
  skipDamaged?: boolean;
  classOrder?: ClassOrder;
  dataDir: string[];
  plugin: string[];
}

/** Declares the options of {@link ForeignFlags} except `--data`, whose meaning depends on the command. */
export function withForeignOptions(command: Command): Command {
  command
    .option("--model <name>", "model that weights from elsewhere belong to; needs --data")
    .addOption(repeatable("--model-option <key=value>", "option of that model; may be repeated"))
    .option("--prefix <name>", "what stands before the model's names in that file (default: found in the file)")
    .option("--mean <list>", "channel means that the network expects (default: those of the data set)", numbers)
    .option(
      "--std <list>",
      "channel standard deviations that the network expects (default: those of the data set)",
      numbers,
    )
    .option(
      "--image-size <n>",
      "width and height to which the images of a folder are resized (default: 64)",
      positiveInteger,
    );
  return withClassOrder(withSkipDamaged(withDataDir(withPlugins(command))));
}

/** Declares `--class-order`. */
export function withClassOrder(command: Command): Command {
  return command.option(
    "--class-order <order>",
    "order of the classes of a folder of images: text (as torchvision), natural (2 before 10, as timm), or a file with a name per line (default: text, or the network's)",
    readClassOrder,
  );
}

/** What `--class-order` takes. */
export type ClassOrder = "text" | "natural" | readonly string[];

function readClassOrder(value: string): ClassOrder {
  if (value === "text" || value === "natural") return value;
  const text = readTextFile(value);
  if (text === undefined)
    throw new InvalidArgumentError(`expected text, natural, or a file with a class per line; ${value} cannot be read`);
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Options of the commands that evaluate a network on photographs. */
export interface TransformFlags {
  resize?: number;
  crop?: number;
  interpolation?: "bilinear" | "bicubic" | "nearest";
}

/** Declares the options of {@link TransformFlags}. */
export function withTransformOptions(command: Command): Command {
  return command
    .option(
      "--resize <n>",
      "resize the shorter side of the pictures of a folder or an archive as torchvision does (Resize); published ImageNet networks: 256",
      positiveInteger,
    )
    .option(
      "--crop <n>",
      "then cut out the middle square (CenterCrop), such as 224 (default: as --resize)",
      positiveInteger,
    )
    .addOption(
      new Option("--interpolation <filter>", "filter of --resize (default: bilinear)").choices([
        "bilinear",
        "bicubic",
        "nearest",
      ]),
    );
}

/** Reads numbers separated by commas. @throws InvalidArgumentError for anything else. */
export function numbers(text: string): number[] {
  return parseNumbers(text) ?? refuse("expected numbers separated by commas, such as 0.5,0.5,0.5.");
}

/** Reads whole numbers and ranges separated by commas: `0..3,7`. @throws InvalidArgumentError for anything else. */
export function integers(text: string): number[] {
  return parseWholeNumbers(text) ?? refuse("expected whole numbers separated by commas, or ranges such as 0..7.");
}

/** Reads exactly one number. @param several what to write for several. @throws InvalidArgumentError for anything else. */
export function readNumber(text: string, several: string): number {
  return parseNumber(text) ?? refuse(`expected one number, such as -1 or 0.5; for several: ${several}.`);
}

/** Reads exactly one whole number from 0. @param several what to write for several. @throws InvalidArgumentError for anything else. */
export function readWholeNumber(text: string, several: string): number {
  return parseWholeNumber(text) ?? refuse(`expected one whole number of at least 0; for several: ${several}.`);
}

/**
 * Reads a margin of accuracy in percentage points: `1pp`, `0.5pp`. The unit is required, because 1 could be a share.
 *
 * @returns it as a share. @throws InvalidArgumentError for anything else.
 */
export function margin(text: string): number {
  const points = parseNumber(text.replace(/\s*pp$/, ""));
  if (points === undefined || !/pp$/.test(text) || points <= 0 || points >= 100)
    return refuse("expected percentage points above 0 and below 100, with the unit: 1pp.");
  return points / 100;
}

/** Reads words separated by commas. @throws InvalidArgumentError for an empty one. */
export function words(text: string): string[] {
  const list = text.split(",").map((word) => word.trim());
  return list.includes("") ? refuse("expected words separated by commas.") : list;
}

/** Reads a whole number from 0. @throws InvalidArgumentError for anything else. */
export function wholeNumber(text: string): number {
  return parseWholeNumber(text) ?? refuse("expected a whole number of at least 0.");
}

/** Reads a whole number from 1. @throws InvalidArgumentError for anything else. */
export function positiveInteger(text: string): number {
  return parseWholeNumber(text) || refuse("expected a whole number of at least 1.");
}

/** Lets commander report a value that cannot be read. */
function refuse(expected: string): never {
  throw new InvalidArgumentError(expected);
}

/** Declares `--json` and `--quiet`. */
export function withCommonOptions(command: Command): Command {
  return command.option("--json", "print one JSON document on stdout").option("-q, --quiet", "show no progress");
}

/** Declares the options of {@link RecipeOptions}. */
export function withRecipeOptions(command: Command): Command {
  command
    .argument("[recipe]", "name of a recipe, or a YAML file (default: fashion-quick)")
    .argument("[settings...]", "key=value pairs that change the recipe")
    .addOption(repeatable("--set <key=value>", "the same, as an option; may be repeated"))
    .option("--out <dir>", "folder to write to (default: a new one below runs/)")
    .option("--device <device>", "cpu, cuda or cuda:<n>")
    .option("--threads <n>", "threads per network (default: auto)");
  return withCommonOptions(withMovedData(withDataDir(withPlugins(command))));
}

/** Separates the arguments of a command line into the recipe's name, if there is one, and the settings. */
export function separateSettings(recipe: string | undefined, settings: readonly string[], options: RecipeOptions) {
  const isSetting = recipe?.includes("=") ?? false;
  const bare = recipe !== undefined && isSetting ? [recipe, ...settings] : settings;
  const flags = [options.device && `device=${options.device}`, options.threads && `threads=${options.threads}`];
  return {
    name: isSetting ? undefined : recipe,
    settings: [...bare, ...options.set, ...flags.filter((flag) => flag !== undefined)].map(String),
  };
}
