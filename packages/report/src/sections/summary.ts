/**
 * The report's table by alpha.
 *
 * @module
 */

import type { AlphaSummary } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import {
  type Format,
  formatOptional,
  formatPercentage,
  formatPoints,
  formatSignedThree,
  formatThree,
  renderAlphaLabels,
  renderEstimate,
} from "./format.js";

/** Renders the results by alpha, with intervals and paired differences. */
export function renderSummary({ summaries }: ReportData): Html {
  const labels = renderAlphaLabels(summaries.map(({ alpha }) => alpha));
  return html`<section aria-labelledby="summary">
<h2 id="summary">By alpha</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="summary">
<table class="spacious">
<caption>Means over seeds, with 95% t intervals. Differences: to the control of the same seed.</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th><th scope="col">accuracy, %</th><th scope="col">sd</th><th scope="col">difference, points</th>
<th scope="col">selectivity</th><th scope="col">sd</th><th scope="col">difference</th><th scope="col">split-half</th><th scope="col">null</th></tr>
</thead>
<tbody>
${summaries.map((summary) => renderRow(summary, labels.get(summary.alpha) ?? html``))}</tbody>
</table>
</div>
</section>
`;
}

function renderRow(summary: AlphaSummary, label: Html): Html {
  const n =
    summary.n === summary.planned ? html`${summary.n}` : html`${summary.n} <small>of ${summary.planned}</small>`;
  const cells = [
    n,
    renderEstimate(summary.accuracy, formatPercentage),
    renderNumber(summary.accuracy?.sd, formatPercentage),
    renderEstimate(summary.accuracyDifference, formatPoints),
    renderEstimate(summary.selectivity, formatThree),
    renderNumber(summary.selectivity?.sd, formatThree),
    renderEstimate(summary.selectivityDifference, formatSignedThree),
    renderNumber(summary.splitHalfSelectivity?.mean, formatThree),
    renderNumber(summary.nullSelectivity?.mean, formatThree),
  ];
  return html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function renderNumber(value: number | null | undefined, format: Format): Html {
  return html`${formatOptional(value, format)}`;
}
