/**
 * `selectivity robustness`: how networks stand corrupted images and targeted attacks.
 *
 * @module
 */
import type { RobustnessDocument } from "@selectivity-lab/lab";
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
import { alphaText, duration, share, table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

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
    .summary("corrupted images and targeted attacks")
    .addHelpText("before", EXAMPLES)
    .description(
      "Measures networks on corrupted test images and under attacks by gradient and without, checks whether the attacks can be trusted, and says whether robustness follows class selectivity. Run again, it goes on with what is not done; `selectivity report` then shows it all.",
    )
    .argument("<checkpoint|sweep>", "a .safetensors file, a trial's folder, or a sweep's")
    .option("--corruptions <list>", "names, standard (15), all (19) or none (default: standard)", words)
    .option("--severities <list>", "some of 1 to 5 (default: all)", numbers)
    .option("--images <n>", "corrupt the first n test images (default: all)", positiveInteger)
    .option("--published <dir>", "read CIFAR-10-C or Tiny-ImageNet-C from here instead of corrupting")
    .option("--frost <dir>", "folder of the original frost textures (default: procedural frost)")
    .option(
      "--attacks <list>",
      "such as fgsm,pgd-100x5,apgd-dlr,square-500,transfer, or none (default: all these)",
      words,
    )
    .addOption(new Option("--norm <norm>", "of the budgets").choices(["linf", "l2"]).default("linf"))
    .option("--epsilons <list>", "budgets, such as 1/255,2/255 (default: seven from 0.25/255 to 16/255)", words)
    .option("--attack-images <n>", "attack the first n test images (default: 500)", positiveInteger)
    .option("--check-images <n>", "check the attacks on so many of them, 0 for none (default: 100)", wholeNumber)
    .option("--seed <n>", "of all random numbers", wholeNumber, 0)
    .option("--data <name>", "data set (default: the one the networks were trained on)")
    .option("--device <device>", "cpu, cuda or cuda:<n>", "cpu")
    .option("--jobs <n>", "networks at once (default: one a core)", positiveInteger)
    .option("--threads <n>", "threads of each", positiveInteger);
  withCommonOptions(withDataDir(withPlugins(command))).action((where: string, flags: RobustnessFlags) =>
    run((terminal) => robustness(where, flags, terminal), flags),
  );
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
  const document = lab.robustnessDocument(table);
  if (!terminal.quiet) terminal.say(duration((performance.now() - started) / 1000));
  for (const { label, part, cause } of failed) terminal.say(`✖ ${label}, ${part}: ${cause}`);
  if (open > 0) terminal.say(`${open} evaluations are not done; the same command goes on with them`);
  terminal.out(json ? lab.encodeJson(document) : describe(document, where, lab.describeStatement));
  return failed.length + open > 0 ? 1 : 0;
}

function describe(
  document: RobustnessDocument,
  where: string,
  textOf: (statement: RobustnessDocument["statements"][number]) => string,
): string {
  const { networks, byAlpha, statements } = document;
  if (byAlpha.length === 0) return networks.map(describeNetwork).join("\n");
  const head = [
    "alpha",
    "n",
    "clean",
    "corrupted",
    "difference",
    "corrupted ÷ clean",
    "area under attack",
    "difference",
  ];
  const rows = byAlpha.map((row) => {
    const clean = networks.filter(({ alpha }) => alpha === row.alpha).map(cleanOf);
    return [
      alphaText(row.alpha),
      String(row.n),
      share(meanOf(clean)),
      share(row.corruptedAccuracy?.mean),
      signed(row.corruptedDifference?.mean),
      share(row.corruptedRatio?.mean),
      share(row.attackedArea?.mean),
      signed(row.attackedDifference?.mean),
    ];
  });
  const said = statements.map((statement) => `${statement.verdict}: ${statement.claim}\n  ${textOf(statement)}`);
  return [table([head, ...rows]), ...said, `next: npx selectivity report ${where}`].join("\n\n");
}

type Network = RobustnessDocument["networks"][number];

function describeNetwork({ corruptions, attacks }: Network): string {
  const lines: string[] = [];
  if (corruptions) {
    const { clean, metrics, cells, settings } = corruptions;
    lines.push(
      `clean accuracy ${share(clean.accuracy)}, corrupted ${share(metrics.meanCorruptedAccuracy ?? metrics.meanCorruptedAccuracyOfAll)}   (first ${settings.images} test images)`,
      table([
        ["corruption", ...settings.severities.map((severity) => `s${severity}`)],
        ...settings.corruptions.map((corruption) => [
          corruption,
          ...cells.filter((cell) => cell.corruption === corruption).map(({ accuracy }) => share(accuracy)),
        ]),
      ]),
    );
  }
  if (attacks) {
    const { clean, curve, metrics, checks, settings } = attacks;
    const names = settings.attacks.map(({ name }) => name).filter((name) => curve[0] && name in curve[0].byAttack);
    const budget = (epsilon: number) =>
      settings.norm === "linf"
        ? `${Number((255 * epsilon).toPrecision(4))}/255`
        : String(Number(epsilon.toPrecision(4)));
    lines.push(
      `clean accuracy ${share(clean.accuracy)}, area under attack ${share(metrics.areaUnderCurve)}   (${settings.norm}, first ${settings.images} test images)`,
      table([
        ["budget", "worst case", ...names],
        ...curve.map(({ epsilon, accuracy, byAttack }) => [
          budget(epsilon),
          share(accuracy),
          ...names.map((name) => share(byAttack[name])),
        ]),
      ]),
      ...(checks?.checks.map(({ verdict, name, finding }) => `${verdict === "pass" ? "✔" : "✖"} ${name}: ${finding}`) ??
        []),
    );
  }
  return lines.join("\n");
}

function cleanOf({ corruptions, attacks }: Network): number | undefined {
  return corruptions?.clean.accuracy ?? attacks?.clean.accuracy;
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function signed(value: number | undefined): string {
  return value === undefined ? "–" : `${value < 0 ? "−" : "+"}${share(Math.abs(value))}`;
}
