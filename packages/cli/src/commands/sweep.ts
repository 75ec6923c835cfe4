/**
 * `selectivity sweep`: one recipe at every alpha with every seed.
 *
 * @module
 */
import path from "node:path";
import { LabError } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import {
  integers,
  numbers,
  positiveInteger,
  type RecipeOptions,
  separateSettings,
  withRecipeOptions,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { dryRun } from "../sweep/dry-run.js";
import { dryRunOnSlurm } from "../sweep/dry-run-slurm.js";
import { type HereFlags, sweepHere } from "../sweep/here.js";
import { sweepOnSlurm } from "../sweep/on-slurm.js";
import { requireNoSlurmOptions, type SlurmFlags, slurmOptionsGiven, withSlurmOptions } from "../sweep/slurm-options.js";
import type { Terminal } from "../terminal/terminal.js";

interface SweepFlags extends RecipeOptions, Omit<HereFlags & SlurmFlags, "until"> {
  alphas?: number[];
  seeds?: number[];
  until?: string;
  maxSeeds?: number;
  resume?: boolean;
  on?: "slurm";
  dryRun?: boolean;
  /** The options for Slurm that were typed. */
  slurmOptions?: readonly string[];
}

const EXAMPLES = `Examples:
  selectivity sweep                                train the quick sweep, fashion-quick
  selectivity sweep cifar10-resnet20 --alphas=-2,-1,0,1,2 --seeds 0..4 --data-dir ~/data
  selectivity sweep fashion-quick epochs=10 --out runs/longer --jobs 2
  selectivity sweep --resume --out runs/longer     continue the sweep in that folder
  selectivity sweep --until "width(accuracy@alpha) < 0.5pp" --max-seeds 30
  selectivity sweep cifar10-resnet20 --on slurm --partition gpu --gres gpu:1 --time 4:00:00 --device cuda
`;

/** Declares the command. */
export function declareSweep(program: Command, run: RunCommand): void {
  const command = program
    .command("sweep")
    .summary("train a network at every alpha with every seed")
    .addHelpText("before", EXAMPLES)
    .description(
      "Trains every network of a sweep, several at once. Run the same command again to continue with what is not finished: a network whose process is killed loses at most the epoch it was in. Exits 1 when a network failed or diverged.",
    );
  withSlurmOptions(
    withRecipeOptions(command)
      .option("--alphas <list>", "alphas, such as -1,0,1 (default: those of the recipe)", numbers)
      .option("--seeds <list>", "seeds, such as 0..4 or 0,7 (default: those of the recipe)", integers)
      .option("--jobs <n>", "networks trained at once (default: what uses the cores best)", positiveInteger)
      .option("--fail-fast", "stop everything at the first network that fails")
      .option("--max-attempts <n>", "how often to start a network whose processes die (default: 3)", positiveInteger)
      .option("--dry-run", "estimate time, disk and memory from a few seconds of training, and write nothing")
      .option("--extend", "add these alphas and seeds to the sweep in the folder")
      .option("--resume", "continue the sweep in the folder; an error where the folder holds none")
      .option("--until <rule>", 'add seeds until the rule holds, such as "width(accuracy@alpha) < 0.5pp"')
      .option("--max-seeds <n>", "stop adding seeds here in any case (default: 20)", positiveInteger)
      .addOption(new Option("--on <cluster>", "train on a cluster instead of on this machine").choices(["slurm"])),
  ).action((recipe: string | undefined, settings: string[], flags: SweepFlags) =>
    run((terminal) => sweep(recipe, settings, { ...flags, slurmOptions: slurmOptionsGiven(command) }, terminal), flags),
  );
}

async function sweep(
  word: string | undefined,
  words: string[],
  flags: SweepFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { name, settings } = separateSettings(word, words, flags);
  const overrides = {
    ...lab.parseOverrides(settings),
    ...(flags.alphas !== undefined && { alpha: flags.alphas }),
    ...(flags.seeds !== undefined && { seed: flags.seeds }),
    ...(flags.plugin.length > 0 && { plugins: flags.plugin.map(lab.describePlugin) }),
  };
  const named = (name === undefined && (await ownRecipe(lab, flags, overrides))) || lab.loadRecipe(name, overrides);
  const folder = flags.out ?? path.join("runs", named.name);
  if (flags.resume || flags.extend) await lab.requireSweep(folder); // explains what is wrong with a folder that holds no sweep
  const asked = { ...flags, until: readRule(lab, flags) };
  if (flags.on === "slurm") return (flags.dryRun ? dryRunOnSlurm : sweepOnSlurm)(lab, named, folder, asked, terminal);
  requireNoSlurmOptions(flags.slurmOptions ?? [], "this sweep would be trained on this machine");
  return (flags.dryRun ? dryRun : sweepHere)(lab, named, folder, asked, terminal);
}

/** Without a named recipe: that of the sweep in the folder, with the changes of the command line. */
async function ownRecipe(
  lab: typeof Lab,
  { out }: SweepFlags,
  overrides: Lab.Overrides,
): Promise<Lab.NamedRecipe | undefined> {
  const present = out === undefined ? undefined : await lab.recipeOfSweep(out);
  return present && lab.changeRecipe(present, overrides);
}

function readRule(lab: typeof Lab, { until, maxSeeds }: SweepFlags): Lab.StoppingRule | undefined {
  if (until !== undefined) return lab.parseStoppingRule(until, maxSeeds);
  if (maxSeeds === undefined) return undefined;
  throw new LabError({
    code: "max-seeds-without-rule",
    problem: "--max-seeds limits a stopping rule, but there is no rule",
    remedy: "give the rule with --until",
  });
}
