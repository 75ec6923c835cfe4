/**
 * The report's table by alpha.
 *
 * @module
 */

import type { AlphaSummary } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import type { ControlComparisons } from "../table/compare-to-control.js";
import {
  describeAdjusted,
  describeComparisons,
  describeEquivalence,
  formatMargin,
} from "../table/describe-comparisons.js";
import {
  describeEstimates,
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
export function renderSummary({ summaries, comparisons }: ReportData): Html {
  const { margin } = comparisons;
  const labels = renderAlphaLabels(summaries.map(({ alpha }) => alpha));
  return html`<section aria-labelledby="summary">
<h2 id="summary">By alpha</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="summary">
<table class="spacious">
<caption>${describeEstimates(summaries.map(({ accuracy }) => accuracy))} Differences: to the control of the same seed.</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th><th scope="col">accuracy, %</th><th scope="col">sd</th><th scope="col">difference, points</th>
<th scope="col">p, adjusted</th>${margin === null ? "" : html`<th scope="col">within ±${formatMargin(margin)}</th>`}
<th scope="col">selectivity</th><th scope="col">sd</th><th scope="col">difference</th><th scope="col">live units</th><th scope="col">dead units, %</th><th scope="col">split-half</th><th scope="col">null</th></tr>
</thead>
<tbody>
${summaries.map((summary) => renderRow(summary, { label: labels.get(summary.alpha) ?? html``, comparisons }))}</tbody>
</table>
</div>
<p class="note">${describeComparisons(comparisons)}</p>
</section>
`;
}

function renderRow(
  summary: AlphaSummary,
  { label, comparisons }: { readonly label: Html; readonly comparisons: ControlComparisons },
): Html {
  const comparison = comparisons.rows.find(({ alpha }) => alpha === summary.alpha);
  const n =
    summary.n === summary.planned ? html`${summary.n}` : html`${summary.n} <small>of ${summary.planned}</small>`;
  const cells = [
    n,
    renderEstimate(summary.accuracy, formatPercentage),
    renderNumber(summary.accuracy?.sd, formatPercentage),
    renderEstimate(summary.accuracyDifference, formatPoints),
    html`${describeAdjusted(comparison, comparisons)}`,
    ...(comparisons.margin === null ? [] : [html`${describeEquivalence(comparison)}`]),
    renderEstimate(summary.selectivity, formatThree),
    renderNumber(summary.selectivity?.sd, formatThree),
    renderEstimate(summary.selectivityDifference, formatSignedThree),
    renderEstimate(summary.liveSelectivity, formatThree),
    renderEstimate(summary.deadUnitsFraction, formatPercentage),
    renderNumber(summary.splitHalfSelectivity?.mean, formatThree),
    renderNumber(summary.nullSelectivity?.mean, formatThree),
  ];
  return html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function renderNumber(value: number | null | undefined, format: Format): Html {
  return html`${formatOptional(value, format)}`;
}
