/**
 * The report's head.
 *
 * @module
 */

import { formatCount } from "@selectivity-lab/base";
import { findControl, measuredRows, type SweepTable, summarize } from "@selectivity-lab/run";
import { percent } from "../figures/panels/captions.js";
import { type Html, html } from "../html/html.js";
import { checkExpected } from "../table/expected-check.js";
import { decimals, optional } from "./format.js";

/** The head of the page: what was asked, what was trained, what the control came to. */
export function renderOverview(table: SweepTable): Html {
  const { name, recipe, alphas, seeds } = table.sweep;
  const trained = measuredRows(table).length;
  return html`<header>
<p class="kind">Selectivity Lab · sweep report</p>
<h1>${name}</h1>
<p class="lead">Does accuracy need class-selective units? ${formatCount(trained, "network")} of ${table.rows.length} planned:
${recipe.model} on ${recipe.dataset}, ${formatCount(alphas.length, "value")} of alpha with ${formatCount(seeds.length, "seed")} each.
Alpha below 0 discourages class selectivity in every hidden unit, above 0 encourages it; 0 is the control.</p>
<dl class="facts">
${facts(table).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>\n`)}</dl>
</header>`;
}

function facts(table: SweepTable): [string, Html][] {
  const control = findControl(summarize(table));
  const seconds = table.rows.reduce((sum, row) => sum + (row.result?.seconds ?? 0), 0);
  return [
    ["networks", html`${measuredRows(table).length} <small>of ${table.rows.length}</small>`],
    ["control accuracy", html`${optional(control?.accuracy?.mean, percent)} <small>${expectation(table)}</small>`],
    ["control selectivity", html`${optional(control?.selectivity?.mean, decimals(3))}`],
    ["training", html`${decimals(1)(seconds / 60)} min <small>in all</small>`],
  ];
}

function expectation(table: SweepTable): string {
  const check = checkExpected(table);
  if (!check) return "";
  const range = `${percent(check.low)} to ${percent(check.high)}`;
  if (check.inside === null) return `the recipe expects ${range}`;
  return check.inside ? `as the recipe expects: ${range}` : `outside what the recipe expects: ${range}`;
}
