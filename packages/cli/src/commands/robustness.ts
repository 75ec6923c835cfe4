/**
 * `selectivity robustness`: how networks withstand corrupted images and targeted attacks.
 *
 * @module
 */
import { formatCount, formatDuration } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { type EvaluationFlags, readEvaluationOptions, withEvaluationOptions } from "../options/evaluation-options.js";
import { withCommonOptions, withDataDir, withPlugins, withTransformOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { assessmentProgress } from "../progress/assessment.js";
import { runRobustnessOnSlurm } from "../sweep/robustness-on-slurm.js";
import { requireNoSlurmOptions, type SlurmFlags, slurmOptionsGiven, withSlurmOptions } from "../sweep/slurm-options.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeRobustness } from "../text/robustness.js";

interface RobustnessFlags extends EvaluationFlags, Omit<SlurmFlags, keyof EvaluationFlags> {
  on?: "slurm";
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
    withCommonOptions(withDataDir(withPlugins(withTransformOptions(withEvaluationOptions(command))))).addOption(
      new Option("--on <cluster>", "evaluate the networks of a sweep on a cluster instead of here").choices(["slurm"]),
    ),
  ).action((where: string, flags: RobustnessFlags) =>
    run((terminal) => robustness(where, flags, slurmOptionsGiven(command), terminal), flags),
  );
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
    ? await runRobustnessOnSlurm(lab, where, readEvaluationOptions(flags, lab), flags, terminal)
    : await robustnessHere(lab, where, flags, slurmOptions, terminal);
  const { table, failed, open } = outcome;
  const continues = "goesOn" in outcome && outcome.goesOn;
  if (!terminal.quiet) terminal.say(formatDuration((performance.now() - started) / 1000));
  for (const { label, part, cause } of failed) terminal.say(`✖ ${label}, ${part}: ${cause}`);
  if (open > 0 && !continues)
    terminal.say(`${formatCount(open, "evaluation")} not done; run the same command again to continue`);
  printDocument(terminal, flags, lab.createRobustnessDocument(table), (document) =>
    describeRobustness(document, where, lab),
  );
  return continues || failed.length + open === 0 ? 0 : 1;
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
      ...readEvaluationOptions(flags, lab),
      stop: terminal.stop,
      notify: (line) => terminal.quiet || terminal.say(line),
      warn: (line) => terminal.say(`note: ${line}`),
      onEvent: (event) => progress.event(event),
    })
    .finally(() => progress.end());
}
