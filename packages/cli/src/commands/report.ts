/**
 * `selectivity report`: the figures, the table and the page of a sweep.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeReport } from "../text/report.js";

const EXAMPLES = `Examples:
  selectivity report runs/fashion-quick
  selectivity report runs/fashion-quick --json
`;

/** Declares the command. */
export function declareReport(program: Command, run: RunCommand): void {
  const command = program
    .command("report")
    .summary("draw the figures, the table and the page of a sweep")
    .addHelpText("before", EXAMPLES)
    .description(
      "Writes SWEEP/report: index.html (one file that works offline), every figure as SVG, PNG and Vega-Lite JSON, and table.csv.",
    )
    .argument("<sweep>", "folder of the sweep");
  withCommonOptions(command).action((folder: string, flags: CommonOptions) =>
    run((terminal) => report(folder, flags, terminal), flags),
  );
}

async function report(folder: string, flags: CommonOptions, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const document = lab.createReportDocument(await lab.writeReport(folder));
  for (const warning of document.warnings) terminal.say(`note: ${warning}`);
  printDocument(terminal, flags, document, describeReport);
  return 0;
}
