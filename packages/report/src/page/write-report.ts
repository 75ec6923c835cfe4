/**
 * A sweep's report: every figure as SVG, PNG and Vega-Lite JSON, the table as CSV, and one page that contains all of it.
 *
 *     SWEEP/report/index.html  <figure>.svg  <figure>.png  <figure>.vl.json  table.csv
 *
 * A function of the sweep's folder alone: no clock, no randomness, so the same folder gives the same bytes.
 * @module
 */

import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import type { AlphaSummary, TrialRow } from "@selectivity-lab/run";
import { svgToPng } from "@selectivity-lab/vision";
import { type ReportOptions, readReportData } from "../data/report-data.js";
import type { Figure } from "../figures/contract/figure.js";
import { renderSvg } from "../figures/contract/render.js";
import { drawFigures } from "../figures/figures.js";
import type { Coverage } from "../robustness/coverage.js";
import type { Statement } from "../robustness/statements.js";
import type { ControlComparisons } from "../table/compare-to-control.js";
import { formatTrialsCsv } from "../table/csv.js";
import type { ExpectedCheck } from "../table/expected-check.js";
import { renderPage } from "./page.js";

/** What `selectivity report --json` prints. */
export interface ReportSummary {
  /** Path of the page. */
  readonly report: string;
  /** Names of the figures, which are also the names of their files. */
  readonly figures: readonly string[];
  /** One per alpha, ascending. */
  readonly rows: readonly AlphaSummary[];
  /** Every alpha against the control: difference, and equivalence where a margin was named. */
  readonly comparisons: ControlComparisons;
  /** The trials without a result, and why. */
  readonly missing: readonly Pick<TrialRow, "id" | "alpha" | "seed" | "state" | "cause">[];
  /** Whether the control is as accurate as the recipe states; null when the recipe states nothing. */
  readonly expected: ExpectedCheck | null;
  /** The headline statements about robustness; empty where it was never evaluated. */
  readonly statements: readonly Statement[];
  /** Whether the statements rest on all networks; null where robustness was never evaluated. */
  readonly coverage: Coverage | null;
  /** What could not be read, each with its path. */
  readonly warnings: readonly string[];
}

/**
 * Reads a sweep and writes its report into it, each file atomically; an existing report is replaced.
 *
 * @throws {@link SweepFolderError} when the folder holds no sweep.
 */
export async function writeReport(folder: string, options: ReportOptions = {}): Promise<ReportSummary> {
  const data = await readReportData(folder, options);
  const drawn = drawFigures(data);
  const home = join(folder, "report");
  makeFolder(home);
  for (const { name, figure } of drawn) await writeFigure(join(home, name), figure);
  writeFileAtomically(join(home, "table.csv"), [formatTrialsCsv(data.table)]);
  writeFileAtomically(join(home, "index.html"), [await renderPage(data, drawn)]);
  return {
    report: join(home, "index.html"),
    figures: drawn.map(({ name }) => name),
    rows: data.summaries,
    comparisons: data.comparisons,
    missing: data.missing.map(({ id, alpha, seed, state, cause }) => ({ id, alpha, seed, state, cause })),
    expected: data.expected,
    statements: data.robustness?.statements ?? [],
    coverage: data.robustness?.coverage ?? null,
    warnings: data.table.warnings,
  };
}

async function writeFigure(path: string, figure: Figure): Promise<void> {
  const svg = await renderSvg(figure);
  writeFileAtomically(`${path}.svg`, [svg]);
  writeFileAtomically(`${path}.png`, [svgToPng(svg)]);
  writeFileAtomically(`${path}.vl.json`, [`${JSON.stringify(figure, null, 2)}\n`]);
}
