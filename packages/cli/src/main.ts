/**
 * The `selectivity` command: parses, calls the lab, prints. Commands load the lab only when they run, so that help comes
 * at once.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import cli from "../package.json" with { type: "json" };
import { declareCancel } from "./commands/cancel.js";
import { declareClean } from "./commands/clean.js";
import { declareCorrupt } from "./commands/corrupt.js";
import { declareData } from "./commands/data.js";
import { declareDoctor } from "./commands/doctor.js";
import { declareExport } from "./commands/export.js";
import { declareMeasure } from "./commands/measure.js";
import { declareRecipes } from "./commands/recipes.js";
import { declareReport } from "./commands/report.js";
import { declareRetry } from "./commands/retry.js";
import { declareRobustness } from "./commands/robustness.js";
import { declareStatus } from "./commands/status.js";
import { declareSweep } from "./commands/sweep.js";
import { declareTrain } from "./commands/train.js";
import { declareWork } from "./commands/work.js";
import { type RunCommand, runInProcess } from "./options/run.js";

const EXAMPLES = `Examples:
  selectivity sweep                          train 22 small networks on Fashion-MNIST, in a few minutes
  selectivity report runs/fashion-quick      the figures and the page
  selectivity doctor                         what is installed, found, usable
`;

/**
 * Runs the command line.
 *
 * @param words without `node` and the program's name.
 * @returns the exit code: 0 fine, 1 the work failed, 2 the command or its input was wrong, 129, 130 or 143 a signal.
 */
export async function main(words: readonly string[]): Promise<number> {
  let code = 0;
  const run: RunCommand = async (work, { quiet = false }) => {
    code = await runInProcess(work, quiet);
  };
  try {
    await program(run).parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

function program(run: RunCommand): Command {
  const selectivity = new Command("selectivity")
    .addHelpText("before", EXAMPLES)
    .description("Turn the class-selectivity knob, train many networks, see what breaks, with statistics.")
    .version(cli.version)
    .showHelpAfterError("(see `selectivity --help`)")
    .exitOverride();
  for (const declare of [
    declareTrain,
    declareSweep,
    declareStatus,
    declareRetry,
    declareCancel,
    declareClean,
    declareMeasure,
    declareExport,
    declareReport,
    declareRobustness,
    declareCorrupt,
    declareRecipes,
    declareData,
    declareDoctor,
    declareWork,
  ])
    declare(selectivity, run);
  for (const command of selectivity.commands) command.exitOverride();
  return selectivity;
}
