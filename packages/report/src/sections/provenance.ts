/**
 * The report's section on recipe, versions, data and commands.
 *
 * @module
 */

import { redrawCommand } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";

/** Renders the inputs of the sweep and the command that makes this page again. */
export function renderProvenance({ table }: ReportData): Html {
  const { recipe, versions, data, seeds, alphas } = table.sweep;
  return html`<section aria-labelledby="provenance">
<h2 id="provenance">Provenance</h2>
<div class="columns">
${renderFacts("Recipe", Object.entries(recipe))}
<div>
${renderFacts("Sweep", [
  ["alphas", alphas.join(", ")],
  ["seeds", seeds.join(", ")],
  ["n", `${alphas.length} × ${seeds.length} = ${table.rows.length} networks`],
])}
${renderFacts("Versions", Object.entries(versions))}
${renderFacts(`Data: ${data.name}, SHA-256`, Object.entries(data.sha256))}
</div>
</div>
<p>This command draws this page and its figures again, from the files of the sweep alone:</p>
<pre><code>${redrawCommand(table)}</code></pre>
</section>
`;
}

function renderFacts(caption: string, entries: readonly [string, unknown][]): Html {
  return html`<table class="facts-table">
<caption>${caption}</caption>
<tbody>
${entries.map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${formatValue(value)}</td></tr>\n`)}</tbody>
</table>
`;
}

/** Writes a value of a recipe: lists and options without brackets. */
function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(formatValue).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key} ${formatValue(item)}`)
    .join("; ");
}
