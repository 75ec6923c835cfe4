/**
 * `selectivity doctor`: what is installed, found and usable; ready to paste into an issue.
 *
 * @module
 */
import type { DoctorDocument } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions, withDataDir } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
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
    .summary("check what is installed, found and usable")
    .addHelpText("before", EXAMPLES)
    .description(
      "Checks the machine, libtorch, the native addon and the data sets, and says what to do about whatever is missing. Paste its output into an issue. Exits 1 when something is missing without which nothing can be trained.",
    );
  withCommonOptions(withDataDir(command)).action((flags: DoctorFlags) =>
    run((terminal) => doctor(flags, terminal), flags),
  );
}

async function doctor(flags: DoctorFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const document = lab.createDoctorDocument(lab.examineMachine({ dataDirs: flags.dataDir }));
  printDocument(terminal, flags, document, ({ checks }) =>
    checks.map((check) => describeCheck(check, terminal)).join("\n"),
  );
  return document.healthy ? 0 : 1;
}

type Check = DoctorDocument["checks"][number];

function describeCheck({ name, state, found, remedy }: Check, { colors }: Pick<Terminal, "colors">): string {
  const mark = { fine: colors.green("✔"), absent: colors.yellow("–"), bad: colors.red("✖") }[state];
  return `${mark} ${name.padEnd(14)} ${found}${remedy ? `\n  ${" ".repeat(14)} to do: ${remedy}` : ""}`;
}
