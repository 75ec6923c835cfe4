/**
 * `selectivity report`: the figures, the table and the page of a sweep.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, margin, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { printDocument } from "../terminal/print-document.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeReport } from "../text/report.js";

const EXAMPLES = `Examples:
  selectivity report runs/fashion-quick
  selectivity report runs/fashion-quick --json
  selectivity report runs/fashion-quick --margin 1pp     # which alphas cost at most one percentage point?
  selectivity report runs/fashion-quick --pooled         # intervals also for few seeds, if all alphas vary alike
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
    .argument("<sweep>", "folder of the sweep")
    .option(
      "--margin <size>",
      "largest difference of accuracy that does not matter, such as 1pp: says which alphas are equivalent to the control",
      margin,
    )
    .option("--pooled", "take the spread of every interval from the networks of all alphas together");
  withCommonOptions(command).action((folder: string, flags: ReportFlags) =>
    run((terminal) => report(folder, flags, terminal), flags),
  );
}

interface ReportFlags extends CommonOptions {
  margin?: number;
  pooled?: boolean;
}

async function report(folder: string, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { margin = null, pooled = false } = flags;
  const document = lab.createReportDocument(await lab.writeReport(folder, { margin, pooled }));
  for (const warning of document.warnings) terminal.say(`note: ${warning}`);
  printDocument(terminal, flags, document, (shown) => describeReport(shown, lab));
  return 0;
}
