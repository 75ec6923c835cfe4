/**
 * `selectivity report`: figures, tables and one page of a sweep.
 *
 * @module
 */
import type { Command } from "commander";
import { alphaText, share, table } from "../format.js";
import { type CommonOptions, withCommonOptions } from "../options.js";
import type { Run } from "../run.js";
import type { Terminal } from "../terminal.js";

/** Declares the command. */
export function declareReport(program: Command, run: Run): void {
  const command = program
    .command("report")
    .summary("figures, tables and one page of a sweep")
    .description(
      `Examples:
  selectivity report runs/fashion-quick
  selectivity report runs/fashion-quick --json

Writes SWEEP/report: index.html (one file, works offline), every figure as SVG, PNG and Vega-Lite JSON, and table.csv.`,
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
  if (json) terminal.out(encodeJson(summary));
  else terminal.out(summary.report);
  return 0;
}
