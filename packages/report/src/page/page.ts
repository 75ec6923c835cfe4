/**
 * The page of a report: one file that opens from disk and needs no network, because the drawing library is inside.
 *
 * The page contains each figure twice: as a picture, for print and for readers without scripts, and as a specification. The
 * page's script replaces the picture with a drawing in the reader's color scheme, with tooltips and a legend that filters.
 * @module
 */

import type { ReportData } from "../data/report-data.js";
import { createTheme } from "../figures/contract/theme.js";
import type { DrawnFigure } from "../figures/figures.js";
import { CLIENT_SCRIPT } from "../html/client-script.js";
import { encodeScriptJson, Html, html } from "../html/html.js";
import { STYLE } from "../html/style.js";
import { readDrawingLibrary } from "../html/vega-bundle.js";
import { renderAblations } from "../sections/ablation.js";
import { renderFigures } from "../sections/figures.js";
import { renderMethod } from "../sections/method.js";
import { renderOverview } from "../sections/overview.js";
import { renderProblems } from "../sections/problems.js";
import { renderProvenance } from "../sections/provenance.js";
import { renderRobustness } from "../sections/robustness.js";
import { renderSummary } from "../sections/summary.js";
import { renderTrials } from "../sections/trials.js";

/** Renders the page as text. */
export async function renderPage(data: ReportData, figures: readonly DrawnFigure[]): Promise<string> {
  const { name } = data.table.sweep;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}: class selectivity against accuracy</title>
<style>${new Html(STYLE)}</style>
<noscript><style>.hint { display: none; }</style></noscript>
</head>
<body>
${renderOverview(data)}
<main>
${renderProblems(data)}
${await renderFigures(figures)}
${renderSummary(data)}
${renderRobustness(data.robustness)}
${renderAblations(data.ablations)}
${renderTrials(data)}
${renderMethod(data)}
${renderProvenance(data)}
</main>
<script type="application/json" id="dark-theme">${encodeScriptJson(createTheme(data.alphas, "dark"))}</script>
${readDrawingLibrary().map((code) => html`<script>${new Html(code)}</script>\n`)}
<script type="module">${new Html(CLIENT_SCRIPT)}</script>
</body>
</html>
`.text;
}
