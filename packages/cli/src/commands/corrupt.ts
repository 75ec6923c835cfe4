/**
 * `selectivity corrupt`: corrupted images to look at, or to take along.
 *
 * @module
 */
import type { Command } from "commander";
import { Option } from "commander";
import {
  type CommonOptions,
  integers,
  numbers,
  wholeNumber,
  withCommonOptions,
  withDataDir,
  words,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import type { Terminal } from "../terminal/terminal.js";

interface CorruptFlags extends CommonOptions {
  kind: string[];
  severity: number[];
  out: string;
  seed: number;
  images?: number[];
  split: "train" | "test";
  table?: "cifar" | "tiny";
  frost?: string;
  dataDir: string[];
}

const EXAMPLES = `Examples:
  selectivity corrupt cifar10 --out corruptions.png                       all nineteen on four test images
  selectivity corrupt photo.jpg --kind fog,snow --severity 1,3,5 --out weather.png
  selectivity corrupt cifar10 --kind standard --out CIFAR-10-C            arrays in the form of the published ones
`;

/** Declares the command. */
export function declareCorrupt(program: Command, run: RunCommand): void {
  const command = program
    .command("corrupt")
    .summary("corrupted images, as a picture or as arrays")
    .addHelpText("before", EXAMPLES)
    .description(
      "Corrupts an image or the images of a data set. The same image, corruption, severity and seed always give the same pixels.",
    )
    .argument("<image|data>", "an image file, the name of a data set, or a folder of images")
    .requiredOption("--out <path>", "a .png to look at, a .npy, or a folder of .npy files")
    .option("--kind <list>", "names, standard (15) or all (19)", words, ["all"])
    .option("--severity <list>", "some of 1 to 5", numbers, [1, 2, 3, 4, 5])
    .option("--seed <n>", "of all random numbers", wholeNumber, 0)
    .option(
      "--images <list>",
      "numbers of a data set's images, such as 0..7 (default: four, or all for arrays)",
      integers,
    )
    .addOption(new Option("--split <split>", "which part of it").choices(["train", "test"]).default("test"))
    .addOption(
      new Option("--table <table>", "severities for 32 or for 64 pixels (default: by the image's size)").choices([
        "cifar",
        "tiny",
      ]),
    )
    .option("--frost <dir>", "folder of the original frost textures (default: procedural frost)");
  withCommonOptions(withDataDir(command)).action((where: string, flags: CorruptFlags) =>
    run((terminal) => corrupt(where, flags, terminal), flags),
  );
}

async function corrupt(where: string, flags: CorruptFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { kind, severity, dataDir, json, quiet, ...options } = flags;
  const files = await lab.corruptImages(where, { ...options, kinds: kind, severities: severity, dataDirs: dataDir });
  terminal.out(json ? lab.encodeJson({ schema: 1, files }) : files.join("\n"));
  return 0;
}
