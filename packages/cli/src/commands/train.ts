/**
 * `selectivity train`: one network.
 *
 * @module
 */
import path from "node:path";
import { LabError } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import {
  type RecipeOptions,
  readNumber,
  readWholeNumber,
  separateSettings,
  withRecipeOptions,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { progressFor } from "../progress/progress.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeResult } from "../text/result.js";

interface TrainFlags extends RecipeOptions {
  alpha?: number;
  seed?: number;
}

const EXAMPLES = `Examples:
  selectivity train fashion-quick --alpha -1
  selectivity train cifar10-resnet20 --alpha 0.5 --seed 3 --out runs/one --data-dir ~/data
  selectivity train fashion-quick epochs=10 augment.flip=true
  selectivity train --out SWEEP/trials/<id>        continue a trial, or try it again
`;

/** Declares the command. */
export function declareTrain(program: Command, run: RunCommand): void {
  const command = program
    .command("train")
    .summary("train one network")
    .addHelpText("before", EXAMPLES)
    .description(
      "Trains one network with the class-selectivity knob at one alpha, then measures it. Run the same command again to continue where it stopped.",
    );
  withRecipeOptions(command)
    .option(
      "--alpha <a>",
      "the knob: below 0 discourages class selectivity, above 0 encourages it (default: that of the recipe; 0 where it has several)",
      (text) => readNumber(text, "selectivity sweep --alphas"),
    )
    .option(
      "--seed <s>",
      "seed of weights, split, data order and augmentation (default: the first of the recipe)",
      (text) => readWholeNumber(text, "selectivity sweep --seeds"),
    )
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
  const { name, settings } = separateSettings(word, words, flags);
  const { alpha, seed } = flags;
  const isSilent = name === undefined && settings.length === 0 && alpha === undefined && seed === undefined;
  const asked = flags.out !== undefined && isSilent ? undefined : createAskedTrial(lab, name, settings, flags);
  const folder = flags.out ?? path.join("runs", `${asked?.name}-${asked?.trial.id}`);
  const trial = asked?.trial ?? (await lab.readTrialFile(folder, flags.plugin));
  const result = await trainWithProgress(lab, trial, folder, flags, terminal);
  return result ? conclude(lab, result, folder, flags, terminal) : 1;
}

/** The trial that the command line describes. */
function createAskedTrial(lab: typeof Lab, name: string | undefined, settings: readonly string[], flags: TrainFlags) {
  const overrides = {
    ...lab.parseOverrides(settings),
    ...(flags.alpha !== undefined && { alpha: flags.alpha }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
  };
  requireSingle(overrides, "alpha", "number");
  requireSingle(overrides, "seed", "whole number");
  const plugins = flags.plugin.map(lab.describePlugin);
  const named = lab.loadRecipe(name, { ...overrides, ...(plugins.length > 0 && { plugins }) });
  const alphas = lab.listAlphas(named.recipe);
  const alpha = alphas.length === 1 || !alphas.includes(0) ? (alphas[0] as number) : 0;
  return { name: named.name, trial: lab.createTrial(named.recipe, alpha, lab.listSeeds(named.recipe)[0] as number) };
}

/** One network has one alpha and one seed: `alpha=0,5` on the command line is a slip, or meant for a sweep. */
function requireSingle(overrides: Lab.Overrides, key: "alpha" | "seed", kind: string): void {
  const value = overrides[key];
  if (!Array.isArray(value) || value.length === 1) return;
  throw new LabError({
    code: "several-values",
    problem: `${key}=${value.join(",")}: expected one ${kind}`,
    remedy: `give one value; for several: selectivity sweep --${key}s`,
  });
}

async function trainWithProgress(
  lab: typeof Lab,
  trial: Lab.Trial,
  folder: string,
  flags: TrainFlags,
  terminal: Terminal,
): Promise<Awaited<ReturnType<typeof Lab.trainTrial>>> {
  const progress = progressFor(terminal);
  progress.begin([trial], 1);
  const training = lab.trainTrial(trial, {
    ...{ folder, dataDirs: flags.dataDir, movedData: flags.data, stop: terminal.stop, notify: terminal.say },
    onProgress: (epochs) => progress.event({ type: "progress", trial, epochs }),
    onEpoch: (metrics) => progress.event({ type: "epoch", trial, metrics }),
  });
  return training.finally(() => progress.end());
}

function conclude(
  lab: typeof Lab,
  result: Lab.TrialResult,
  folder: string,
  flags: TrainFlags,
  terminal: Terminal,
): number {
  const { test, cause } = result;
  const next = `${lab.measureCommand(folder, { dataDirs: flags.dataDir })} --json`;
  const describe = () => (test ? describeResult(result, test, folder, next) : "");
  if (test || flags.json) printDocument(terminal, flags, lab.createTrainDocument(result), describe);
  if (test) return 0;
  terminal.say(`selectivity: the network diverged: ${cause}\n  to do: try a smaller learningRate or |alpha|`);
  return 1;
}
