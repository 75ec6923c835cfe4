/**
 * `selectivity corrupt`: corrupted images, to look at or to use elsewhere.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { sayOldUse, withOldName } from "../options/old-name.js";
import {
  type CommonOptions,
  integers,
  numbers,
  positiveInteger,
  wholeNumber,
  withCommonOptions,
  withDataDir,
  words,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { imageProgress } from "../progress/images.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeCorrupted } from "../text/severity-tables.js";

interface CorruptFlags extends CommonOptions {
  corruptions: string[];
  severities: number[];
  out: string;
  seed: number;
  images?: number;
  imageIndices?: number[];
  split: "train" | "test";
  table?: "cifar" | "tiny" | "imagenet";
  frost?: string;
  maxSize?: number;
  dataDir: string[];
}

const EXAMPLES = `Examples:
  selectivity corrupt cifar10 --out corruptions.png                       all 19 corruptions of four test images
  selectivity corrupt photo.jpg --corruptions fog,snow --severities 1,3,5 --out weather.png
  selectivity corrupt cifar10 --corruptions standard --out CIFAR-10-C     arrays in the form of the published ones
`;

/** Declares the command. */
export function declareCorrupt(program: Command, run: RunCommand): void {
  const command = program.command("corrupt");
  const images = (text: string) => readImages(command, text);
  command
    .summary("write corrupted images, as a picture or as arrays")
    .addHelpText("before", EXAMPLES)
    .description(
      "Corrupts an image, or the images of a data set. The same image, corruption, severity and seed always give the same pixels.",
    )
    .argument("<image|data>", "an image file, the name of a data set, or a folder of images")
    .requiredOption("--out <path>", "a .png to look at, a .npy, or a folder of .npy files")
    .addOption(list("--corruptions <list>", "names of corruptions, standard (15) or all (19)", words, ["all"]))
    .addOption(list("--severities <list>", "severities from 1 to 5", numbers, [1, 2, 3, 4, 5]))
    .option("--seed <n>", "seed of all random numbers", wholeNumber, 0)
    .option("--images <n>", "corrupt the first n images of a data set (default: 4 in a picture, all in arrays)", images)
    .option("--image-indices <list>", "corrupt these images of a data set instead, such as 0..7 or 3,14", integers)
    .addOption(new Option("--split <split>", "split of the data set").choices(["train", "test"]).default("test"))
    .addOption(
      new Option(
        "--table <table>",
        "severities of CIFAR-10-C (32 pixels), Tiny-ImageNet-C (64) or ImageNet-C (224) (default: by the shorter side: below 48, below 224, above)",
      ).choices(["cifar", "tiny", "imagenet"]),
    )
    .option(
      "--max-size <n>",
      "longest side to which an image file is reduced first (default: as it is)",
      positiveInteger,
    )
    .option("--frost <dir>", "folder with the original frost textures (default: procedural frost)");
  withOldName(command, "--kind <list>", "--corruptions", words);
  withOldName(command, "--severity <list>", "--severities", numbers);
  withCommonOptions(withDataDir(command)).action((where: string, flags: CorruptFlags) =>
    run((terminal) => corrupt(where, flags, terminal), flags),
  );
}

/** Reads a count. A list, which this option took in the version before, becomes that of `--image-indices`. */
function readImages(command: Command, text: string): number | undefined {
  if (!/,|\.\./.test(text)) return positiveInteger(text);
  command.setOptionValueWithSource("imageIndices", integers(text), "cli");
  sayOldUse(command, "--images is now a count; write a list as --image-indices");
  return undefined;
}

/** An option whose value is a list; help shows its default as people write it. */
function list<Item>(flags: string, description: string, read: (text: string) => Item[], standard: Item[]): Option {
  return new Option(flags, description).argParser(read).default(standard, standard.join(","));
}

async function corrupt(where: string, flags: CorruptFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { corruptions, severities, out, seed, split, table, frost, dataDir } = flags;
  const first = flags.images === undefined ? undefined : Array.from({ length: flags.images }, (_, index) => index);
  const imageIndices = flags.imageIndices ?? first;
  const place = { out, split, dataDirs: dataDir };
  const progress = imageProgress(terminal);
  const written = await lab
    .corruptImages(where, {
      ...{ ...place, corruptions, severities, seed, imageIndices, table, frost },
      ...{ maxSize: flags.maxSize, notify: terminal.say, onCorrupted: progress.step },
    })
    .finally(() => progress.end());
  printDocument(terminal, flags, lab.createCorruptDocument(written), describeCorrupted);
  return 0;
}
