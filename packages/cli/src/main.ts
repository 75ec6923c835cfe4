/**
 * The `selectivity` command: parses, calls the lab, prints. Commands load the lab only when they run, so that help
 * appears at once.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import cli from "../package.json" with { type: "json" };
import { declareAblate } from "./commands/ablate.js";
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
import { type RunCommand, runWithEffects } from "./options/run.js";
import { suggestSetting } from "./options/suggest-setting.js";
import { type Effects, processEffects } from "./terminal/effects.js";
import { withGuardedOutput } from "./terminal/output.js";

const EXAMPLES = `Examples:
  selectivity sweep                          train 22 small networks on Fashion-MNIST in a few minutes
  selectivity report runs/fashion-quick      draw the figures and write the page
  selectivity doctor                         check what is installed and what is missing
`;

/**
 * Runs the command line.
 *
 * @param words the arguments, without `node` and the program's name.
 * @param effects the process's own by default.
 * @returns the exit code: 0 fine, 1 the work failed, 2 the command or its input was wrong, 129, 130 or 143 stopped by a signal.
 */
export function main(words: readonly string[], effects: Effects = processEffects): Promise<number> {
  return withGuardedOutput(effects, () => parseAndRun(words, effects));
}

async function parseAndRun(words: readonly string[], effects: Effects): Promise<number> {
  let code = 0;
  const run: RunCommand = async (work, { quiet = false }) => {
    code = await runWithEffects(work, quiet, effects);
  };
  const program = createProgram(run, effects);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.unknownOption") await suggestSetting(program, words, effects);
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

function createProgram(run: RunCommand, { stdout, stderr }: Effects): Command {
  const selectivity = new Command("selectivity")
    .addHelpText("before", EXAMPLES)
    .description("Turn the class-selectivity knob, train many networks, see what breaks, with statistics.")
    .version(cli.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .exitOverride();
  for (const declare of [
    declareTrain,
    declareSweep,
    declareStatus,
    declareRetry,
    declareCancel,
    declareClean,
    declareMeasure,
    declareAblate,
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
  pointToHelp(selectivity, "selectivity");
  return selectivity;
}

/** Makes every usage error end with the help of the command it is about. */
function pointToHelp(command: Command, name: string): void {
  command.showHelpAfterError(`see: ${name} --help`);
  for (const child of command.commands) pointToHelp(child, `${name} ${child.name()}`);
}
