/**
 * `selectivity sweep`: one recipe at every alpha with every seed.
 *
 * @module
 */
import path from "node:path";
import type { SweepTable, TrialRow } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { alphaText, duration } from "../format.js";
import { positiveInteger, type RecipeOptions, withRecipeOptions, wordsOf } from "../options.js";
import type { Run } from "../run.js";
import { sweepSummary } from "../summary.js";
import type { Terminal } from "../terminal.js";

interface SweepFlags extends RecipeOptions {
  alphas?: string;
  seeds?: string;
  jobs?: number;
  extend?: boolean;
  failFast?: boolean;
  maxAttempts?: number;
}

const EXAMPLES = `Examples:
  selectivity sweep                                the quick one, fashion-quick
  selectivity sweep cifar10-resnet20 --alphas=-2,-1,0,1,2 --seeds 0..4 --data-dir ~/data
  selectivity sweep fashion-quick epochs=10 --out runs/longer --jobs 2
  selectivity sweep --out runs/longer              go on with the sweep that is there
`;

/** Declares the command. */
export function declareSweep(program: Command, run: Run): void {
  const command = program
    .command("sweep")
    .summary("train a network at every alpha with every seed")
    .addHelpText("before", EXAMPLES)
    .description(
      "Trains every network of a sweep, as many at once as there are jobs. Run again, it goes on with what is not finished: a trial that was killed loses at most the epoch it was in. Exit code 1 when a trial failed or diverged.",
    );
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
    .option("--extend", "add these alphas and seeds to the sweep in the folder")
    .action((recipe: string | undefined, settings: string[], flags: SweepFlags) =>
      run((terminal) => sweep(recipe, settings, flags, terminal), flags),
    );
}

async function sweep(
  word: string | undefined,
  words: string[],
  flags: SweepFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { progressFor } = await import("../progress/progress.js");
  const { name, settings } = wordsOf(word, words, flags);
  const overrides = {
    ...lab.parseOverrides(settings),
    ...(flags.alphas !== undefined && { alpha: lab.parseList(flags.alphas) }),
    ...(flags.seeds !== undefined && { seed: lab.parseList(flags.seeds) }),
  };
  const goesOn = flags.out !== undefined && name === undefined && Object.keys(overrides).length === 0;
  const named = (goesOn && (await lab.recipeOfSweep(flags.out as string))) || lab.loadRecipe(name, overrides);
  const folder = flags.out ?? path.join("runs", named.name);
  const progress = progressFor(terminal);
  const started = performance.now();
  try {
    const table = await lab.runSweep(named, {
      folder,
      jobs: flags.jobs,
      dataDirs: flags.dataDir,
      extend: flags.extend ?? false,
      failFast: flags.failFast ?? false,
      maxAttempts: flags.maxAttempts,
      stop: terminal.stop,
      notify: terminal.say,
      onPlan: ({ trials, pending, workers, threads }) => {
        const done = trials.length - pending.length;
        if (!terminal.quiet)
          terminal.say(
            `${named.name}: ${trials.length} networks${done > 0 ? `, ${done} of them done` : ""}; ${workers} at once, ${threads} thread${threads > 1 ? "s" : ""} each; in ${folder}`,
          );
        progress.begin(pending, trials.length);
      },
      onEvent: (event) => progress.event(event),
    });
    progress.end();
    if (!terminal.quiet) terminal.say(`${duration((performance.now() - started) / 1000)}`);
    if (flags.json) terminal.out(lab.encodeJson(sweepSummary(table)));
    return conclude(table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
  } finally {
    progress.end();
  }
}

function conclude(
  table: SweepTable,
  { json }: SweepFlags,
  terminal: Terminal,
  rerun: (row: TrialRow) => string,
): number {
  const bad = table.rows.filter(({ state }) => state === "failed" || state === "diverged");
  const open = table.rows.filter(({ state }) => !["done", "failed", "diverged"].includes(state));
  for (const row of bad)
    terminal.say(`✖ alpha ${alphaText(row.alpha)} seed ${row.seed} ${row.state}: ${row.cause}\n  again: ${rerun(row)}`);
  if (open.length > 0)
    terminal.say(
      `${open.length} of ${table.rows.length} networks are not finished; the same command goes on with them`,
    );
  else if (!json) terminal.out(`next: npx selectivity report ${table.folder}`);
  return bad.length + open.length > 0 ? 1 : 0;
}
