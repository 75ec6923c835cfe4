/**
 * The renderPage of a report: one file that works from the disk and without a network, with the drawing library inside.
 *
 * Each figure is there twice: as a picture, for readers without scripts and for paper, and as a specification that the
 * renderPage's script draws in the picture's place, in the reader's colours, with tooltips and a legend that filters.
 * @module
 */

import type { RobustnessTable } from "@selectivity-lab/assess";
import type { SweepTable } from "@selectivity-lab/run";
import { collectAlphas } from "../figures/contract/alpha-scale.js";
import type { Figure } from "../figures/contract/figure.js";
import { createTheme } from "../figures/contract/theme.js";
import { CLIENT_SCRIPT } from "../html/client-script.js";
import { encodeScriptJson, Html, html } from "../html/html.js";
import { STYLE } from "../html/style.js";
import { readDrawingLibrary } from "../html/vega-bundle.js";
import { renderFigures } from "../sections/figures.js";
import { renderMethod } from "../sections/method.js";
import { renderOverview } from "../sections/overview.js";
import { renderProblems } from "../sections/problems.js";
import { renderProvenance } from "../sections/provenance.js";
import { renderRobustness } from "../sections/robustness.js";
import { renderSummary } from "../sections/summary.js";
import { renderTrials } from "../sections/trials.js";

/** The renderPage as text. */
export async function renderPage(
  table: SweepTable,
  figures: readonly (readonly [name: string, figure: Figure])[],
  robustness: RobustnessTable | null = null,
): Promise<string> {
  const { name } = table.sweep;
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
${renderOverview(table)}
<main>
${renderProblems(table)}
${await renderFigures(figures)}
${renderSummary(table)}
${renderRobustness(robustness)}
${renderTrials(table)}
${renderMethod(table)}
${renderProvenance(table)}
</main>
<script type="application/json" id="dark-theme">${encodeScriptJson(createTheme(collectAlphas(table.rows), "dark"))}</script>
${readDrawingLibrary().map((code) => html`<script>${new Html(code)}</script>\n`)}
<script type="module">${new Html(CLIENT_SCRIPT)}</script>
</body>
</html>
`.text;
}
