/**
 * `selectivity report`: figures, tables and one page of a sweep.
 *
 * @module
 */
import path from "node:path";
import type { Estimate, ReportSummary } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { alphaText, share, table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

const EXAMPLES = `Examples:
  selectivity report runs/fashion-quick
  selectivity report runs/fashion-quick --json
`;

/** Declares the command. */
export function declareReport(program: Command, run: RunCommand): void {
  const command = program
    .command("report")
    .summary("figures, tables and one page of a sweep")
    .addHelpText("before", EXAMPLES)
    .description(
      "Writes SWEEP/report: index.html (one file, works offline), every figure as SVG, PNG and Vega-Lite JSON, and table.csv.",
    )
    .argument("<sweep>", "the sweep's folder");
  withCommonOptions(command).action((folder: string, flags: CommonOptions) =>
    run((terminal) => report(folder, flags, terminal), flags),
  );
}

async function report(folder: string, { json }: CommonOptions, terminal: Terminal): Promise<number> {
  const { encodeJson, writeReport } = await import("@selectivity-lab/lab");
  const summary = await writeReport(folder);
  for (const warning of summary.warnings) terminal.say(`note: ${warning}`);
  terminal.out(json ? encodeJson(summary) : describe(summary));
  return 0;
}

/** One line an alpha: mean over seeds with its 95 % interval, and the paired difference to the control. */
function describe({ rows, report: page }: ReportSummary): string {
  const lines = rows.map(({ alpha, n, accuracy, accuracyDifference, selectivity }) => [
    alphaText(alpha),
    String(n),
    share(accuracy?.mean),
    interval(accuracy),
    alpha === 0 ? "control" : signed(accuracyDifference?.mean),
    share(selectivity?.mean),
    interval(selectivity),
  ]);
  const head = ["alpha", "n", "accuracy", "95% interval", "difference", "selectivity", "95% interval"];
  return `${table([head, ...lines])}\n\nreport: ${page}\nnext: open it in a browser, or look at ${path.dirname(page)}/table.csv`;
}

function interval(estimate: Estimate | null): string {
  return estimate && Number.isFinite(estimate.low) ? `${share(estimate.low)} to ${share(estimate.high)}` : "–";
}

function signed(value: number | undefined): string {
  return value === undefined ? "–" : `${value < 0 ? "−" : "+"}${share(Math.abs(value))}`;
}
