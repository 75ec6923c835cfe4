/**
 * `selectivity robustness`: how networks withstand corrupted images and targeted attacks.
 *
 * @module
 */
import { formatCount, formatDuration } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
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
import { runRobustnessOnSlurm } from "../sweep/robustness-on-slurm.js";
import { requireNoSlurmOptions, type SlurmFlags, slurmOptionsGiven, withSlurmOptions } from "../sweep/slurm-options.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeRobustness } from "../text/robustness.js";

interface RobustnessFlags extends CommonOptions, Omit<SlurmFlags, "dataDir" | "jobs"> {
  on?: "slurm";
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
  selectivity robustness runs/cifar --on slurm --partition gpu --gres gpu:1 --device cuda
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
  withSlurmOptions(
    withCommonOptions(withDataDir(withPlugins(withEvaluationOptions(command)))).addOption(
      new Option("--on <cluster>", "evaluate the networks of a sweep on a cluster instead of here").choices(["slurm"]),
    ),
  ).action((where: string, flags: RobustnessFlags) =>
    run((terminal) => robustness(where, flags, slurmOptionsGiven(command), terminal), flags),
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

async function robustness(
  where: string,
  flags: RobustnessFlags,
  slurmOptions: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const started = performance.now();
  const outcome = flags.on
    ? await runRobustnessOnSlurm(lab, where, readOptions(flags), flags, terminal)
    : await robustnessHere(lab, where, flags, slurmOptions, terminal);
  const { table, failed, open } = outcome;
  if (!terminal.quiet) terminal.say(formatDuration((performance.now() - started) / 1000));
  for (const { label, part, cause } of failed) terminal.say(`✖ ${label}, ${part}: ${cause}`);
  if (open > 0 && !("goesOn" in outcome && outcome.goesOn))
    terminal.say(`${formatCount(open, "evaluation")} not done; run the same command again to continue`);
  printDocument(terminal, flags, lab.createRobustnessDocument(table), (document) =>
    describeRobustness(document, where, lab.describeStatement),
  );
  if ("goesOn" in outcome && outcome.goesOn) return 0;
  return failed.length + open > 0 ? 1 : 0;
}

function robustnessHere(
  lab: typeof Lab,
  where: string,
  flags: RobustnessFlags,
  slurmOptions: readonly string[],
  terminal: Terminal,
): Promise<Lab.RobustnessOutcome> {
  requireNoSlurmOptions(slurmOptions, "this evaluation would run on this machine");
  const progress = assessmentProgress(terminal);
  return lab
    .runRobustness(where, {
      ...readOptions(flags),
      stop: terminal.stop,
      notify: (line) => terminal.quiet || terminal.say(line),
      onEvent: (event) => progress.event(event),
    })
    .finally(() => progress.end());
}

/** What is to be evaluated, and with what. */
function readOptions(flags: RobustnessFlags): Lab.RobustnessOptions {
  const { corruptions, severities, images, published, frost, attacks, norm, epsilons } = flags;
  const { attackImages, checkImages, seed, data, device, jobs, threads } = flags;
  return {
    ...{ corruptions, severities, images, published, frost, attacks, norm, epsilons },
    ...{ attackImages, checkImages, seed, data, device, jobs, threads },
    ...{ dataDirs: flags.dataDir, plugins: flags.plugin },
  };
}
