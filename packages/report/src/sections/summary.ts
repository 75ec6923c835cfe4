/**
 * The report's table by alpha.
 *
 * @module
 */

import { type AlphaSummary, type SweepTable, summarize } from "@selectivity-lab/run";
import { type Html, html } from "../html/html.js";
import { alphaLabels, decimals, estimateText, type Format, optional, percentage, points } from "./format.js";

/** What each alpha came to, with intervals and paired differences. */
export function renderSummary(table: SweepTable): Html {
  const summaries = summarize(table);
  const labels = alphaLabels(summaries.map(({ alpha }) => alpha));
  return html`<section aria-labelledby="summary">
<h2 id="summary">By alpha</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="summary">
<table class="spacious">
<caption>Means over seeds, with 95 % t intervals. Differences: to the control of the same seed.</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th><th scope="col">accuracy, %</th><th scope="col">sd</th><th scope="col">difference, points</th>
<th scope="col">selectivity</th><th scope="col">sd</th><th scope="col">difference</th><th scope="col">split-half</th><th scope="col">null</th></tr>
</thead>
<tbody>
${summaries.map((summary) => row(summary, labels.get(summary.alpha) ?? html``))}</tbody>
</table>
</div>
</section>
`;
}

function row(summary: AlphaSummary, label: Html): Html {
  const selectivity = decimals(3);
  const n =
    summary.n === summary.planned ? html`${summary.n}` : html`${summary.n} <small>of ${summary.planned}</small>`;
  const cells = [
    n,
    estimateText(summary.accuracy, percentage),
    number(summary.accuracy?.sd, percentage),
    estimateText(summary.accuracyDifference, points),
    estimateText(summary.selectivity, selectivity),
    number(summary.selectivity?.sd, selectivity),
    estimateText(summary.selectivityDifference, (value) => `${value > 0 ? "+" : ""}${selectivity(value)}`),
    number(summary.splitHalfSelectivity?.mean, selectivity),
    number(summary.nullSelectivity?.mean, selectivity),
  ];
  return html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function number(value: number | null | undefined, format: Format): Html {
  return html`${optional(value, format)}`;
}
