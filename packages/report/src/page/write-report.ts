/**
 * A sweep's report: every figure as SVG, PNG and Vega-Lite JSON, the table as CSV, and one renderPage that holds it all.
 *
 *     SWEEP/report/index.html  <figure>.svg  <figure>.png  <figure>.vl.json  table.csv
 *
 * A function of the sweep's folder alone: no clock, no randomness, so the same folder gives the same bytes.
 * @module
 */

import { join } from "node:path";
import { findRobustness } from "@selectivity-lab/assess";
import { makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import { type AlphaSummary, measuredRows, readHistory, type SweepTable, summarize } from "@selectivity-lab/run";
import { svgToPng } from "@selectivity-lab/vision";
import type { Figure } from "../figures/contract/figure.js";
import { renderSvg } from "../figures/contract/render.js";
import { figures } from "../figures/figures.js";
import { robustnessFigures } from "../figures/robustness/figures.js";
import { type Statement, testStatements } from "../robustness/statements.js";
import { toCsv } from "../table/csv.js";
import { checkExpected, type ExpectedCheck } from "../table/expected-check.js";
import { findMissingTrials } from "../table/missing-trials.js";
import { renderPage } from "./page.js";

/** What `selectivity report --json` prints. */
export interface ReportSummary {
  readonly schema: 1;
  /** Path of the renderPage. */
  readonly report: string;
  /** Names of the figures, which are those of their files. */
  readonly figures: readonly string[];
  /** One an alpha. */
  readonly rows: readonly AlphaSummary[];
  /** The trials without a result, and why. */
  readonly missing: readonly Pick<SweepTable["rows"][number], "id" | "alpha" | "seed" | "state" | "cause">[];
  /** Whether the control came out as the recipe says; null when it says nothing. */
  readonly expected: ExpectedCheck | null;
  /** The headline statements about robustness; empty where it was never evaluated. */
  readonly statements: readonly Statement[];
  /** What could not be read, each with its path. */
  readonly warnings: readonly string[];
}

/**
 * Reads a sweep and writes its report into it, each file atomically; a report that is there is replaced.
 *
 * @throws {@link SweepFolderError} when the folder is no sweep.
 */
export async function writeReport(folder: string): Promise<ReportSummary> {
  const table = await readHistory(folder, { layers: false });
  const home = join(folder, "report");
  makeFolder(home);
  const robustness = await findRobustness(folder, measuredRows(table));
  const drawn: [string, Figure][] = [
    ...Object.entries(figures).map(([name, draw]): [string, Figure] => [name, draw(table)]),
    ...Object.entries(robustness ? robustnessFigures({ table, robustness }) : {}),
  ];
  for (const [name, figure] of drawn) await writeFigure(join(home, name), figure);
  writeFileAtomically(join(home, "table.csv"), [toCsv(table)]);
  writeFileAtomically(join(home, "index.html"), [await renderPage(table, drawn, robustness)]);
  return {
    schema: 1,
    report: join(home, "index.html"),
    figures: drawn.map(([name]) => name),
    rows: summarize(table),
    missing: findMissingTrials(table).map(({ id, alpha, seed, state, cause }) => ({ id, alpha, seed, state, cause })),
    expected: checkExpected(table),
    statements: robustness ? testStatements(robustness) : [],
    warnings: table.warnings,
  };
}

async function writeFigure(path: string, figure: Figure): Promise<void> {
  const svg = await renderSvg(figure);
  writeFileAtomically(`${path}.svg`, [svg]);
  writeFileAtomically(`${path}.png`, [svgToPng(svg)]);
  writeFileAtomically(`${path}.vl.json`, [`${JSON.stringify(figure, null, 2)}\n`]);
}
