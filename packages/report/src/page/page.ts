/**
 * The page of a report: one file that works from the disk and without a network, with the drawing library inside.
 *
 * Each figure is there twice: as a picture, for readers without scripts and for paper, and as a specification that the
 * page's script draws in the picture's place, in the reader's colours, with tooltips and a legend that filters.
 * @module
 */

import type { RobustnessTable } from "@selectivity-lab/assess";
import type { SweepTable } from "@selectivity-lab/run";
import { alphaDomain } from "../figures/alpha-scale.js";
import type { Figure } from "../figures/figure.js";
import { theme } from "../figures/theme.js";
import { CLIENT_SCRIPT } from "../html/client-script.js";
import { Html, html, scriptJson } from "../html/html.js";
import { STYLE } from "../html/style.js";
import { drawingLibrary } from "../html/vega-bundle.js";
import { figureSection } from "../sections/figures.js";
import { methodSection } from "../sections/method.js";
import { overview } from "../sections/overview.js";
import { problemSection } from "../sections/problems.js";
import { provenanceSection } from "../sections/provenance.js";
import { robustnessSection } from "../sections/robustness.js";
import { summarySection } from "../sections/summary.js";
import { trialSection } from "../sections/trials.js";

/** The page as text. */
export async function page(
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
${overview(table)}
<main>
${problemSection(table)}
${await figureSection(figures)}
${summarySection(table)}
${robustnessSection(robustness)}
${trialSection(table)}
${methodSection(table)}
${provenanceSection(table)}
</main>
<script type="application/json" id="dark-theme">${scriptJson(theme(alphaDomain(table.rows), "dark"))}</script>
${drawingLibrary().map((code) => html`<script>${new Html(code)}</script>\n`)}
<script type="module">${new Html(CLIENT_SCRIPT)}</script>
</body>
</html>
`.text;
}
