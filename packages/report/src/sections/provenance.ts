/**
 * The report's recipe, versions, data and commands.
 *
 * @module
 */

import { redrawCommand, type SweepTable } from "@selectivity-lab/run";
import { type Html, html } from "../html/html.js";

/** What the sweep was made of and how to make this page again. */
export function renderProvenance(table: SweepTable): Html {
  const { recipe, versions, data, seeds, alphas } = table.sweep;
  return html`<section aria-labelledby="provenance">
<h2 id="provenance">What it was made of</h2>
<div class="columns">
${facts("Recipe", Object.entries(recipe))}
<div>
${facts("Sweep", [
  ["alphas", alphas.join(", ")],
  ["seeds", seeds.join(", ")],
  ["n", `${alphas.length} × ${seeds.length} = ${table.rows.length} networks`],
])}
${facts("Versions", Object.entries(versions))}
${facts(`Data: ${data.name}, SHA-256`, Object.entries(data.sha256))}
</div>
</div>
<p>This page and its figures are drawn again, from the files of the sweep alone, by:</p>
<pre><code>${redrawCommand(table)}</code></pre>
</section>
`;
}

function facts(caption: string, entries: readonly [string, unknown][]): Html {
  return html`<table class="facts-table">
<caption>${caption}</caption>
<tbody>
${entries.map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${plain(value)}</td></tr>\n`)}</tbody>
</table>
`;
}

/** A value of a recipe in words: lists and options without brackets. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key} ${plain(item)}`)
    .join("; ");
}
