/**
 * `selectivity retry`: trains again what failed.
 *
 * @module
 */
import type { NamedRecipe, TrialState } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { withUselessFlag } from "../options/old-name.js";
import {
  type CommonOptions,
  positiveInteger,
  withCommonOptions,
  withDataDir,
  withMovedData,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { type HereFlags, sweepHere } from "../sweep/here.js";
import type { Terminal } from "../terminal/terminal.js";

type RetryFlags = CommonOptions & HereFlags;

const EXAMPLES = `Examples:
  selectivity retry runs/fashion-quick
  selectivity retry runs/fashion-quick --jobs 1
`;

/** What is trained again. */
const RETRIED: readonly TrialState[] = ["failed"];

/** Declares the command. */
export function declareRetry(program: Command, run: RunCommand): void {
  const command = program
    .command("retry")
    .summary("train the failed networks of a sweep again")
    .addHelpText("before", EXAMPLES)
    .description("Trains the failed networks of a sweep again, each from its last checkpoint, and no others.")
    .argument("<sweep>", "folder of the sweep")
    .option("--jobs <n>", "networks trained at once (default: what uses the cores best)", positiveInteger)
    .option("--max-attempts <n>", "how often to start a network whose processes die (default: 3)", positiveInteger)
    .option("--fail-fast", "stop everything at the first network that fails");
  withUselessFlag(command, "--failed", "retry trains the failed networks in any case; leave --failed out");
  withCommonOptions(withMovedData(withDataDir(command))).action((folder: string, flags: RetryFlags) =>
    run((terminal) => retry(folder, flags, terminal), flags),
  );
}

async function retry(folder: string, flags: RetryFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.requireSweep(folder); // explains what is wrong with a folder that holds no sweep
  const named = (await lab.recipeOfSweep(folder)) as NamedRecipe;
  return sweepHere(lab, named, folder, flags, terminal, RETRIED);
}
