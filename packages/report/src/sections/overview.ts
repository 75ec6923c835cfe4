/**
 * The report's header.
 *
 * @module
 */

import { formatCount, formatDecimal, formatPercent } from "@selectivity-lab/base";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import type { ExpectedCheck } from "../table/expected-check.js";
import { formatOptional, formatThree } from "./format.js";

/** Renders the header of the page: the question, what was trained, and the values of the control. */
export function renderOverview(data: ReportData): Html {
  const { sweep, rows } = data.table;
  const { name, recipe, alphas, seeds } = sweep;
  return html`<header>
<p class="kind">Selectivity Lab · sweep report</p>
<h1>${name}</h1>
<p class="lead">Does accuracy need class-selective units? ${formatCount(data.measured.length, "network")} of ${rows.length} planned:
${recipe.model} on ${recipe.dataset}, ${formatCount(alphas.length, "value")} of alpha with ${formatCount(seeds.length, "seed")} each.
An alpha below 0 discourages class selectivity in every hidden unit, an alpha above 0 encourages it; 0 is the control.</p>
<dl class="facts">
${listFacts(data).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>\n`)}</dl>
</header>`;
}

function listFacts({ table, measured, control, expected }: ReportData): [string, Html][] {
  const seconds = table.rows.reduce((sum, row) => sum + (row.result?.seconds ?? 0), 0);
  const accuracy = formatOptional(control?.accuracy?.mean, formatPercent);
  return [
    ["networks", html`${measured.length} <small>of ${table.rows.length}</small>`],
    ["control accuracy", html`${accuracy} <small>${describeExpectation(expected)}</small>`],
    ["control selectivity", html`${formatOptional(control?.selectivity?.mean, formatThree)}`],
    ["training", html`${formatDecimal(seconds / 60, 1)} min <small>in total</small>`],
  ];
}

function describeExpectation(check: ExpectedCheck | null): string {
  if (!check) return "";
  const range = `${formatPercent(check.low)} to ${formatPercent(check.high)}`;
  if (check.inside === null) return `the recipe expects ${range}`;
  return check.inside ? `as the recipe expects: ${range}` : `outside the range that the recipe expects: ${range}`;
}
