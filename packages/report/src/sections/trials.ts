/**
 * The report's table of trials.
 *
 * @module
 */

import type { TrialRow } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import { type CellValue, type Column, listColumns } from "../table/columns.js";
import { renderAlphaLabels } from "./format.js";

/** Renders every trial, also those without a result, in a table that the reader can sort. */
export function renderTrials({ table, alphas }: ReportData): Html {
  const labels = renderAlphaLabels(alphas);
  const columns = listColumns(table).filter(({ shown }) => shown === "all");
  return html`<section aria-labelledby="trials">
<h2 id="trials">Trials</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="trials">
<table class="sortable">
<caption>Every network, measured on the test split with the weights of its best validation epoch. Click a heading to sort. As a file: <a href="table.csv">table.csv</a>.</caption>
<thead>
<tr>${columns.map(renderHeading)}</tr>
</thead>
<tbody>
${table.rows.map((row) => html`<tr>${columns.map((column) => renderCell(column, row, labels))}</tr>\n`)}</tbody>
</table>
</div>
</section>
`;
}

function renderHeading({ title, unit, type }: Column): Html {
  return html`<th scope="col"${markText(type)}><button type="button">${unit ? `${title}, ${unit}` : title}</button></th>`;
}

/** Renders a cell; the script sorts by its `data-value`, which is empty where the trial lacks the value. */
function renderCell(column: Column, row: TrialRow, labels: ReadonlyMap<number, Html>): Html {
  const value = column.read(row);
  return html`<td${markText(column.type)} data-value="${value ?? ""}">${renderValue(column, value, labels)}</td>`;
}

function renderValue({ name, format }: Column, value: CellValue, labels: ReadonlyMap<number, Html>): Html | string {
  if (value === null || value === undefined) return "–";
  if (name === "trial") return html`<code>${value}</code>`;
  if (name === "alpha") return labels.get(Number(value)) ?? String(value);
  return typeof value === "number" ? format(value) : value;
}

function markText(type: Column["type"]): Html {
  return type === "text" ? html` class="text"` : html``;
}
