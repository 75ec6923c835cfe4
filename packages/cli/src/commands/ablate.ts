/**
 * `selectivity ablate`: what units of networks are worth.
 *
 * @module
 */
import { formatCount, formatDuration, writeFileAtomically } from "@selectivity-lab/base";
import { type Command, Option } from "commander";
import {
  type CommonOptions,
  positiveInteger,
  wholeNumber,
  withCommonOptions,
  withDataDir,
  withPlugins,
  words,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { assessmentProgress } from "../progress/assessment.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeAblation } from "../text/ablation.js";

interface AblateFlags extends CommonOptions {
  cumulative?: boolean;
  by: string;
  random: number;
  steps: number;
  layers?: string[];
  stages?: string[];
  to: "zero" | "mean";
  images: number;
  split: "train" | "test";
  perClass?: boolean;
  out?: string;
  force?: boolean;
  seed: number;
  data?: string;
  device: string;
  jobs?: number;
  threads?: number;
  dataDir: string[];
  plugin: string[];
}

const EXAMPLES = `Examples:
  selectivity ablate runs/fashion-quick/trials/<id>                 every unit alone, damage by class
  selectivity ablate runs/fashion-quick --by dprime --out damage.csv
  selectivity ablate runs/fashion-quick --cumulative --random 20    selective units first, against random order
  selectivity ablate runs/cifar --cumulative --stages layer1,layer2,layer3 --images 5000
`;

/** Declares the command. */
export function declareAblate(program: Command, run: RunCommand): void {
  const command = program
    .command("ablate")
    .summary("remove units of networks, and measure what is lost")
    .addHelpText("before", EXAMPLES)
    .description(
      "Removes units after their nonlinearity and measures what the network loses on test images: each unit alone, with the damage to every class; or, with --cumulative, more and more of them in the order of their selectivity, in the reverse order and at random. Run the same command again to continue with what is not done.",
    )
    .argument("<checkpoint|sweep>", "a .safetensors file, the folder of a trial, or that of a sweep")
    .option("--cumulative", "remove more and more units instead of each alone")
    .option("--by <measure>", "measure of selectivity that ranks units and stands beside the damage", "index")
    .option("--random <n>", "random orders to compare with, with --cumulative", wholeNumber, 20)
    .option("--steps <n>", "steps from no unit to all of them, with --cumulative", positiveInteger, 10)
    .option("--layers <names>", "unit layers; with --cumulative each for itself (default: all)", words)
    .option("--stages <names>", "stages such as layer1; with --cumulative all layers of a stage at once", words)
    .addOption(
      new Option("--to <value>", "hold removed units at 0, or at their mean over the training images")
        .choices(["zero", "mean"])
        .default("zero"),
    )
    .option("--images <n>", "measure damage on the first n images", positiveInteger, 1000)
    .addOption(new Option("--split <split>", "split of the data set").choices(["train", "test"]).default("test"))
    .option("--out <file>", "also write a CSV file: a row per unit, or per step of a curve")
    .option("--force", "replace that file where there is one")
    .option("--per-class", "columns for every class in that file")
    .option("--seed <n>", "seed of the random orders", wholeNumber, 0)
    .option("--data <name>", "data set (default: the one the networks were trained on)")
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .option("--jobs <n>", "networks at once (default: one per core)", positiveInteger)
    .option("--threads <n>", "threads per network (default: what the cores allow)", positiveInteger);
  withCommonOptions(withDataDir(withPlugins(command))).action((where: string, flags: AblateFlags) =>
    run((terminal) => ablate(where, flags, terminal), flags),
  );
}

async function ablate(where: string, flags: AblateFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const started = performance.now();
  const { dataDir: dataDirs, plugin: plugins, out, perClass = false, force = false, ...rest } = flags;
  if (out !== undefined) lab.requirePlace(out, force);
  const progress = assessmentProgress(terminal);
  const { table, failed, open } = await lab
    .runAblation(where, {
      ...{ ...rest, dataDirs, plugins, stop: terminal.stop },
      notify: (line) => terminal.quiet || terminal.say(line),
      warn: (line) => terminal.say(`note: ${line}`),
      onEvent: (event) => progress.event(event),
    })
    .finally(() => progress.end());
  if (!terminal.quiet) terminal.say(formatDuration((performance.now() - started) / 1000));
  for (const { label, cause } of failed) terminal.say(`✖ ${label}: ${cause}`);
  if (open > 0) terminal.say(`${formatCount(open, "network")} not done; run the same command again to continue`);
  if (out !== undefined) writeFileAtomically(out, [Buffer.from(lab.formatAblationCsv(table, { perClass }))]);
  printDocument(terminal, flags, lab.createAblateDocument(table), (document) => describeAblation(document, out));
  return failed.length + open === 0 ? 0 : 1;
}
