/**
 * `selectivity trainTrial`: one network.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import type { TrialResult } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type RecipeOptions, withRecipeOptions, wordsOf } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { alphaText, duration, share } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface TrainFlags extends RecipeOptions {
  alpha?: string;
  seed?: string;
}

const EXAMPLES = `Examples:
  selectivity train fashion-quick --alpha -1
  selectivity train cifar10-resnet20 --alpha 0.5 --seed 3 --out runs/one --data-dir ~/data
  selectivity train fashion-quick epochs=10 augment.flip=true
  selectivity train --out SWEEP/trials/<id>        go on with a trial, or try it again
`;

/** Declares the command. */
export function declareTrain(program: Command, run: RunCommand): void {
  const command = program
    .command("train")
    .summary("train one network")
    .addHelpText("before", EXAMPLES)
    .description(
      "Trains one network with the class-selectivity knob at one alpha and measures it. Run again, it goes on where it stopped.",
    );
  withRecipeOptions(command)
    .option(
      "--alpha <a>",
      "the knob: < 0 discourages class selectivity, > 0 encourages it (default: 0 for a recipe of many)",
    )
    .option("--seed <s>", "of weights, split, order and augmentation (default: the recipe's first)")
    .action((recipe: string | undefined, settings: string[], flags: TrainFlags) =>
      run((terminal) => train(recipe, settings, flags, terminal), flags),
    );
}

async function train(
  word: string | undefined,
  words: string[],
  flags: TrainFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { progressFor } = await import("../progress/progress.js");
  const { name, settings } = wordsOf(word, words, flags);
  const goesOn = flags.out !== undefined && name === undefined && settings.length === 0 && !flags.alpha && !flags.seed;
  const asked = goesOn ? undefined : trialAsked();
  const folder = flags.out ?? path.join("runs", `${asked?.name}-${asked?.trial.id}`);
  const progress = progressFor(terminal);
  const trial = asked?.trial ?? (await lab.readTrialFile(folder, flags.plugin));
  progress.begin([trial], 1);
  try {
    const result = await lab.trainTrial(trial, {
      folder,
      dataDirs: flags.dataDir,
      stop: terminal.stop,
      notify: terminal.say,
      onProgress: (epochs) => progress.event({ type: "progress", trial, epochs }),
      onEpoch: (metrics) => progress.event({ type: "epoch", trial, metrics }),
    });
    progress.end();
    if (result && flags.json) terminal.out(lab.encodeJson(result));
    return result ? conclude(lab, result, folder, flags, terminal) : 1;
  } finally {
    progress.end();
  }

  function trialAsked() {
    const overrides = lab.parseOverrides([
      ...settings,
      ...(flags.alpha === undefined ? [] : [`alpha=${flags.alpha}`]),
      ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`]),
    ]);
    const plugins = flags.plugin.map(lab.describePlugin);
    const named = lab.loadRecipe(name, { ...overrides, ...(plugins.length > 0 && { plugins }) });
    const alphas = lab.listAlphas(named.recipe);
    const alpha = alphas.length === 1 || !alphas.includes(0) ? (alphas[0] as number) : 0;
    return { name: named.name, trial: lab.createTrial(named.recipe, alpha, lab.listSeeds(named.recipe)[0] as number) };
  }
}

function conclude(
  lab: typeof Lab,
  result: TrialResult,
  folder: string,
  { json, dataDir }: TrainFlags,
  terminal: Terminal,
): number {
  if (result.test === null) {
    terminal.say(`selectivity: the network diverged: ${result.cause}\n  to do: try a smaller learningRate or |alpha|`);
    return 1;
  }
  const { accuracy, meanSelectivity, nullSelectivity, splitHalfSelectivity } = result.test;
  if (!json)
    terminal.out(`alpha ${alphaText(result.alpha)}, seed ${result.seed}, ${duration(result.seconds)} of training
  test accuracy     ${share(accuracy)}   (weights of epoch ${result.bestEpoch}, the best on validation)
  mean selectivity  ${share(meanSelectivity)}   (labels permuted ${share(nullSelectivity)}, split half ${share(splitHalfSelectivity)})
  in                ${folder}
next: ${lab.measureCommand(folder, { dataDirs: dataDir })} --json`);
  return 0;
}
