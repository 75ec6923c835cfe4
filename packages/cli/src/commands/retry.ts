/**
 * `selectivity retry`: trains again what failed.
 *
 * @module
 */
import type { TrialState } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, positiveInteger, withCommonOptions, withDataDir } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { type HereFlags, sweepHere } from "../sweep/here.js";
import type { Terminal } from "../terminal/terminal.js";

type RetryFlags = CommonOptions & HereFlags;

const EXAMPLES = `Examples:
  selectivity retry runs/fashion-quick
  selectivity retry runs/fashion-quick --jobs 1
`;

/** Declares the command. */
export function declareRetry(program: Command, run: RunCommand): void {
  const command = program
    .command("retry")
    .summary("train again the networks of a sweep that failed")
    .addHelpText("before", EXAMPLES)
    .description("Trains the failed networks of a sweep again, each from its last checkpoint, and nothing else.")
    .argument("<sweep>", "the sweep's folder")
    .option("--failed", "those that failed, which is what it does in any case")
    .option("--jobs <n>", "networks trained at once (default: what uses the cores best)", positiveInteger)
    .option("--max-attempts <n>", "starts of a network whose processes die (default: 3)", positiveInteger)
    .option("--fail-fast", "stop all at the first network that fails");
  withCommonOptions(withDataDir(command)).action((folder: string, flags: RetryFlags) =>
    run((terminal) => retry(folder, flags, terminal), flags),
  );
}

async function retry(folder: string, flags: RetryFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  await lab.requireSweep(folder); // says what is wrong with a folder that is no sweep
  const named = await lab.recipeOfSweep(folder);
  const only: TrialState[] = ["failed"];
  return named ? sweepHere(lab, named, folder, flags, terminal, only) : 2;
}
