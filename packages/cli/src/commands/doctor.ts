/**
 * `selectivity doctor`: what is installed, found, usable; ready to paste into an issue.
 *
 * @module
 */
import type { DoctorCheck } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions, withDataDir } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { colorsFor } from "../terminal/colors.js";
import type { Terminal } from "../terminal/terminal.js";

interface DoctorFlags extends CommonOptions {
  dataDir: string[];
}

const EXAMPLES = `Examples:
  selectivity doctor
  selectivity doctor --json
`;

/** Declares the command. */
export function declareDoctor(program: Command, run: RunCommand): void {
  const command = program
    .command("doctor")
    .summary("what is installed, found, usable")
    .addHelpText("before", EXAMPLES)
    .description(
      "Checks the machine, libtorch, the bridge to it and the data sets, and says what to do about what is missing. Paste its output into an issue. Exit code 1 when something that is needed to train is missing.",
    );
  withCommonOptions(withDataDir(command)).action((flags: DoctorFlags) =>
    run((terminal) => doctor(flags, terminal), flags),
  );
}

async function doctor({ json, dataDir }: DoctorFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { healthy, checks } = await lab.examineMachine({ dataDirs: dataDir });
  if (json) terminal.out(JSON.stringify({ schema: 1, healthy, checks }));
  else for (const check of checks) terminal.out(line(check));
  return healthy ? 0 : 1;
}

const colors = colorsFor(process.stdout);
const MARKS = { fine: colors.green("✔"), absent: colors.yellow("–"), bad: colors.red("✖") } as const;

function line({ name, state, found, remedy }: DoctorCheck): string {
  return `${MARKS[state]} ${name.padEnd(14)} ${found}${remedy ? `\n  ${" ".repeat(14)} to do: ${remedy}` : ""}`;
}
