/**
 * The report's warnings.
 *
 * @module
 */

import { formatSigned } from "@selectivity-lab/base";
import { rerunCommand, type SweepTable, type TrialRow } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";

/** Renders what the sweep lacks and what could not be read, ahead of any result; nothing when all is well. */
export function renderProblems(data: ReportData): Html {
  return html`${renderMissing(data)}${renderWarnings(data.table)}`;
}

function renderMissing({ table, missing, missingNote }: ReportData): Html {
  if (!missingNote) return html``;
  return html`<section class="problems" aria-labelledby="missing">
<h2 id="missing">${missingNote}</h2>
<ul>
${missing.map((row) => renderMissingTrial(table, row))}</ul>
<p>Run the command of the sweep again to continue: it keeps finished trials and trains the rest.</p>
</section>
`;
}

function renderMissingTrial(table: SweepTable, row: TrialRow): Html {
  const { id, alpha, seed, state, cause } = row;
  if (state !== "failed" && state !== "diverged")
    return html`<li><code>${id}</code> (alpha ${formatSigned(alpha)}, seed ${seed}): not finished, ${state}</li>\n`;
  return html`<li><code>${id}</code> (alpha ${formatSigned(alpha)}, seed ${seed}): ${state}: ${cause ?? "no cause was recorded"}
<pre><code>${rerunCommand(table, row)}</code></pre></li>
`;
}

function renderWarnings({ warnings }: SweepTable): Html {
  if (warnings.length === 0) return html``;
  return html`<section class="problems" aria-labelledby="warnings">
<h2 id="warnings">Warnings</h2>
<ul>
${warnings.map((warning) => html`<li>${warning}</li>\n`)}</ul>
</section>
`;
}
