/**
 * `selectivity robustness`: how networks withstand corrupted images and targeted attacks.
 *
 * @module
 */
import { formatCount, formatDuration } from "@selectivity-lab/base";
import { type Command, Option } from "commander";
import {
  type CommonOptions,
  numbers,
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
import { describeRobustness } from "../text/robustness.js";

interface RobustnessFlags extends CommonOptions {
  corruptions?: string[];
  severities?: number[];
  images?: number;
  published?: string;
  frost?: string;
  attacks?: string[];
  norm: "linf" | "l2";
  epsilons?: string[];
  attackImages?: number;
  checkImages?: number;
  seed: number;
  data?: string;
  device: string;
  jobs?: number;
  threads?: number;
  dataDir: string[];
  plugin: string[];
}

const EXAMPLES = `Examples:
  selectivity robustness runs/fashion-quick                              every finished network of a sweep
  selectivity robustness runs/fashion-quick --corruptions fog,snow --severities 1,3,5 --attacks none
  selectivity robustness model.safetensors --corruptions none --attacks pgd-100x5,apgd-dlr,square --epsilons 1/255,2/255,4/255
  selectivity robustness runs/cifar --published ~/CIFAR-10-C --attacks none
`;

/** Declares the command. */
export function declareRobustness(program: Command, run: RunCommand): void {
  const command = program
    .command("robustness")
    .summary("evaluate networks on corrupted images and under targeted attacks")
    .addHelpText("before", EXAMPLES)
    .description(
      "Evaluates networks on corrupted test images, and under attacks with and without gradients; checks whether the attacks can be trusted; and says whether robustness depends on class selectivity. Run the same command again to continue with what is not done. `selectivity report` then shows the results.",
    )
    .argument("<checkpoint|sweep>", "a .safetensors file, the folder of a trial, or that of a sweep");
  withCommonOptions(withDataDir(withPlugins(withEvaluationOptions(command)))).action(
    (where: string, flags: RobustnessFlags) => run((terminal) => robustness(where, flags, terminal), flags),
  );
}

function withEvaluationOptions(command: Command): Command {
  return command
    .option("--corruptions <list>", "names of corruptions, standard (15), all (19) or none (default: standard)", words)
    .option("--severities <list>", "severities from 1 to 5 (default: 1,2,3,4,5)", numbers)
    .option("--images <n>", "corrupt the first n test images (default: all)", positiveInteger)
    .option("--published <dir>", "read CIFAR-10-C or Tiny-ImageNet-C from this folder instead of corrupting")
    .option("--frost <dir>", "folder with the original frost textures (default: procedural frost)")
    .option("--attacks <list>", "attacks, or none (default: fgsm,pgd-100x5,apgd-dlr,square-500,transfer)", words)
    .addOption(new Option("--norm <norm>", "norm of the budgets").choices(["linf", "l2"]).default("linf"))
    .option("--epsilons <list>", "budgets, such as 1/255,2/255 (default: seven from 0.25/255 to 16/255)", words)
    .option("--attack-images <n>", "attack the first n test images (default: 500)", positiveInteger)
    .option(
      "--check-images <n>",
      "check the attacks on the first n of these, or 0 for no checks (default: 100)",
      wholeNumber,
    )
    .option("--seed <n>", "seed of all random numbers", wholeNumber, 0)
    .option("--data <name>", "data set (default: the one the networks were trained on)")
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .option("--jobs <n>", "networks evaluated at once (default: one per core)", positiveInteger)
    .option("--threads <n>", "threads per network (default: what the cores allow)", positiveInteger);
}

async function robustness(where: string, flags: RobustnessFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { json, quiet, dataDir, plugin, ...options } = flags;
  const progress = assessmentProgress(terminal);
  const started = performance.now();
  const { table, failed, open } = await lab
    .runRobustness(where, {
      ...options,
      dataDirs: dataDir,
      plugins: plugin,
      stop: terminal.stop,
      notify: (line) => terminal.quiet || terminal.say(line),
      onEvent: (event) => progress.event(event),
    })
    .finally(() => progress.end());
  if (!terminal.quiet) terminal.say(formatDuration((performance.now() - started) / 1000));
  for (const { label, part, cause } of failed) terminal.say(`✖ ${label}, ${part}: ${cause}`);
  if (open > 0) terminal.say(`${formatCount(open, "evaluation")} not done; run the same command again to continue`);
  printDocument(terminal, flags, lab.createRobustnessDocument(table), (document) =>
    describeRobustness(document, where, lab.describeStatement),
  );
  return failed.length + open > 0 ? 1 : 0;
}
