/**
 * The report's section on ablation: what units are worth, by alpha.
 *
 * @module
 */
import type { AblationTable } from "@selectivity-lab/assess";
import { type AblationOfAlpha, summarizeAblation } from "../ablation/summarize-ablation.js";
import { type Html, html } from "../html/html.js";
import { formatSignedThree, formatThree, renderAlphaLabels, renderEstimate } from "./format.js";

/** Renders what units are worth; nothing where no ablation was made. */
export function renderAblations(tables: readonly AblationTable[]): Html {
  if (tables.length === 0) return html``;
  const notes = [...new Set(tables.flatMap((table) => table.notes))];
  return html`<section aria-labelledby="ablation">
<h2 id="ablation">Ablation</h2>
${notes.length === 0 ? html`` : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>\n`}${tables.map(renderTable)}
</section>
`;
}

/** A quantity of the table, and how people read it. */
interface Quantity {
  readonly name: string;
  readonly title: string;
  readonly format: (value: number) => string;
}

function renderTable(table: AblationTable): Html {
  const rows = summarizeAblation(table);
  const quantities = listColumns(table);
  const labels = renderAlphaLabels(rows.map(({ alpha }) => alpha));
  return html`<div class="wide" tabindex="0" role="region" aria-label="Ablation by alpha">
<table class="spacious">
<caption>${describeTable(table)}</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th>${quantities.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr>
</thead>
<tbody>
${rows.map((row) => renderRow(row, quantities, labels.get(row.alpha) ?? html``))}</tbody>
</table>
</div>
`;
}

function listColumns(table: AblationTable): Quantity[] {
  if (table.kind === "units")
    return [
      { name: "accuracyDamage", title: "accuracy lost", format: formatSignedThree },
      { name: "selectedMarginDamage", title: "margin of the selected class", format: formatSignedThree },
      { name: "otherMarginDamage", title: "margin of the others", format: formatSignedThree },
      { name: "correlation", title: "ρ", format: formatSignedThree },
    ];
  return table.settings.scopes.flatMap(({ name }) => [
    { name: `${name}: selective`, title: `${name}: selective first`, format: formatThree },
    { name: `${name}: random`, title: `${name}: random`, format: formatThree },
    { name: `${name}: selective − random`, title: `${name}: difference`, format: formatSignedThree },
  ]);
}

function describeTable(table: AblationTable): string {
  const { images, to } = table.settings;
  const held = to === "zero" ? "0" : "their mean";
  const on = `the first ${images.images} images of the ${images.split} split, units held at ${held}`;
  if (table.kind === "units")
    return `Each unit alone: means over units, layers and seeds; ρ: rank correlation of ${table.settings.measures.at(-1)} and margin damage over the units of a layer. On ${on}.`;
  return `Units one after the other, ranked by ${table.settings.by}: area under accuracy relative to the whole network's, 1 where nothing is lost. On ${on}.`;
}

function renderRow({ n, estimates }: AblationOfAlpha, quantities: readonly Quantity[], label: Html): Html {
  const cells = quantities.map(({ name, format }) => renderEstimate(estimates[name] ?? null, format));
  return html`<tr><th scope="row">${label}</th><td>${n}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}
