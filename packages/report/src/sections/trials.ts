/**
 * The report's table of trials.
 *
 * @module
 */

import type { SweepTable, TrialRow } from "@selectivity-lab/run";
import { type Html, html } from "../html/html.js";
import { computeDeadUnitsFraction } from "../table/dead-units-fraction.js";
import { alphaLabels, decimals, type Format, optional, percentage } from "./format.js";

/** `value` is what sorting goes by; none where a trial has none. */
interface Cell {
  readonly value: string | number | null | undefined;
  readonly text: string | Html;
}

/** Every trial, also those without a result; sortable. */
export function renderTrials(table: SweepTable): Html {
  const labels = alphaLabels([...new Set(table.rows.map(({ alpha }) => alpha))]);
  const rows = table.rows.map((row) => cellsOf(row, labels.get(row.alpha) ?? html``));
  return html`<section aria-labelledby="trials">
<h2 id="trials">Trials</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="trials">
<table class="sortable">
<caption>Every network, measured on the test split with the weights of its best validation epoch. A heading sorts. As a file: <a href="table.csv">table.csv</a>.</caption>
<thead>
<tr>${HEADINGS.map((heading) => html`<th scope="col"><button type="button">${heading}</button></th>`)}</tr>
</thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map(cellHtml)}</tr>\n`)}</tbody>
</table>
</div>
</section>
`;
}

const HEADINGS = [
  "trial",
  "alpha",
  "seed",
  "state",
  "accuracy, %",
  "loss",
  "selectivity",
  "split-half",
  "null",
  "dead, %",
  "best epoch",
  "seconds",
];

function cellsOf({ id, alpha, seed, state, result }: TrialRow, label: Html): Cell[] {
  const test = result?.test;
  const number = (value: number | null | undefined, format: Format): Cell => ({
    value,
    text: optional(value, format),
  });
  return [
    { value: id, text: html`<code>${id}</code>` },
    { value: alpha, text: label },
    { value: seed, text: String(seed) },
    { value: state, text: state },
    number(test?.accuracy, percentage),
    number(test?.loss, decimals(3)),
    number(test?.meanSelectivity, decimals(3)),
    number(test?.splitHalfSelectivity, decimals(3)),
    number(test?.nullSelectivity, decimals(3)),
    number(test && computeDeadUnitsFraction(test), percentage),
    number(result?.bestEpoch, String),
    number(result?.seconds, decimals(1)),
  ];
}

function cellHtml({ value, text }: Cell): Html {
  return html`<td data-value="${value ?? ""}">${text}</td>`;
}
