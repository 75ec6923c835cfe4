/**
 * `selectivity sweep`: one recipe at every alpha with every seed.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import { positiveInteger, type RecipeOptions, withRecipeOptions, wordsOf } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { dryRun } from "../sweep/dry-run.js";
import { dryRunOnSlurm } from "../sweep/dry-run-slurm.js";
import { type HereFlags, sweepHere } from "../sweep/here.js";
import { sweepOnSlurm } from "../sweep/on-slurm.js";
import { type SlurmFlags, slurmOptionsGiven, withSlurmOptions } from "../sweep/slurm-options.js";
import type { Terminal } from "../terminal/terminal.js";

interface SweepFlags extends RecipeOptions, Omit<HereFlags & SlurmFlags, "until"> {
  alphas?: string;
  seeds?: string;
  until?: string;
  maxSeeds?: number;
  resume?: boolean;
  on?: "slurm";
  dryRun?: boolean;
  /** Those that were typed. */
  slurmOptions?: readonly string[];
}

const EXAMPLES = `Examples:
  selectivity sweep                                the quick one, fashion-quick
  selectivity sweep cifar10-resnet20 --alphas=-2,-1,0,1,2 --seeds 0..4 --data-dir ~/data
  selectivity sweep fashion-quick epochs=10 --out runs/longer --jobs 2
  selectivity sweep --resume --out runs/longer     go on with the sweep that is there
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
      "Trains every network of a sweep, as many at once as there are jobs. Run again, it goes on with what is not finished: a trial that was killed loses at most the epoch it was in. Exit code 1 when a trial failed or diverged.",
    );
  withSlurmOptions(
    withRecipeOptions(command)
      .option("--alphas <list>", "alphas, such as -1,0,1 (default: the recipe's)")
      .option("--seeds <list>", "seeds, such as 0..4 or 0,7 (default: the recipe's)")
      .option("--jobs <n>", "networks trained at once (default: what uses the cores best)", positiveInteger)
      .option("--fail-fast", "stop all at the first network that fails")
      .option(
        "--max-attempts <n>",
        "starts of a network whose processes die, before it counts as failed (default: 3)",
        positiveInteger,
      )
      .option("--dry-run", "say what it would take, from some seconds of its own steps, and write nothing")
      .option("--extend", "add these alphas and seeds to the sweep in the folder")
      .option("--resume", "go on with the sweep in the folder; an error where there is none")
      .option("--until <rule>", 'add seeds until it holds, such as "width(accuracy@alpha) < 0.5pp"')
      .option("--max-seeds <n>", "where to stop adding seeds in any case (default: 20)", positiveInteger)
      .addOption(new Option("--on <cluster>", "train on a cluster instead of here").choices(["slurm"])),
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
  const { name, settings } = wordsOf(word, words, flags);
  const overrides = {
    ...lab.parseOverrides(settings),
    ...(flags.alphas !== undefined && { alpha: lab.parseList(flags.alphas) }),
    ...(flags.seeds !== undefined && { seed: lab.parseList(flags.seeds) }),
    ...(flags.plugin.length > 0 && { plugins: flags.plugin.map(lab.describePlugin) }),
  };
  const named = (name === undefined && (await ownRecipe(lab, flags, overrides))) || lab.loadRecipe(name, overrides);
  const folder = flags.out ?? path.join("runs", named.name);
  if (flags.resume) await lab.requireSweep(folder); // says what is wrong with a folder that is no sweep
  const asked = { ...flags, until: ruleOf(lab, flags) };
  if (flags.on === "slurm") return (flags.dryRun ? dryRunOnSlurm : sweepOnSlurm)(lab, named, folder, asked, terminal);
  requireNoSlurm(lab, flags);
  return (flags.dryRun ? dryRun : sweepHere)(lab, named, folder, asked, terminal);
}

/** Where no recipe is named: that of the sweep in the folder, with what the command line changes of it. */
async function ownRecipe(
  lab: typeof Lab,
  { out }: SweepFlags,
  overrides: Lab.Overrides,
): Promise<Lab.NamedRecipe | undefined> {
  const present = out === undefined ? undefined : await lab.recipeOfSweep(out);
  return present && lab.changeRecipe(present, overrides);
}

/** What is meant for a cluster and would mean nothing here. */
function requireNoSlurm(lab: typeof Lab, { slurmOptions = [] }: SweepFlags): void {
  if (slurmOptions.length === 0) return;
  const [are, them] = slurmOptions.length > 1 ? ["are", "them"] : ["is", "it"];
  throw new lab.ClusterError(
    `${slurmOptions.join(", ")} ${are} for Slurm, and this sweep would be trained on this machine`,
    `add --on slurm, or leave ${them} out`,
  );
}

function ruleOf(lab: typeof Lab, { until, maxSeeds }: SweepFlags): Lab.StoppingRule | undefined {
  if (until !== undefined) return lab.parseStoppingRule(until, maxSeeds);
  if (maxSeeds === undefined) return undefined;
  throw new lab.StoppingRuleError({
    problem: "--max-seeds limits a stopping rule, but there is no rule",
    remedy: "give the rule with --until",
  });
}
