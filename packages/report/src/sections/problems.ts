/**
 * The report's warnings.
 *
 * @module
 */

import { rerunCommand, type SweepTable, type TrialRow } from "@selectivity-lab/run";
import { signed } from "../figures/contract/alpha-scale.js";
import { type Html, html } from "../html/html.js";
import { describeMissingTrials, findMissingTrials } from "../table/missing-trials.js";

/** What the sweep lacks and what could not be read, before anything is claimed from it; nothing when all is well. */
export function renderProblems(table: SweepTable): Html {
  return html`${missingList(table)}${warningList(table)}`;
}

function missingList(table: SweepTable): Html {
  const note = describeMissingTrials(table);
  if (!note) return html``;
  return html`<section class="problems" aria-labelledby="missing">
<h2 id="missing">${note}</h2>
<ul>
${findMissingTrials(table).map((row) => missingItem(table, row))}</ul>
<p>The command of the sweep, given again, goes on with what is not finished and keeps the rest.</p>
</section>
`;
}

function missingItem(table: SweepTable, row: TrialRow): Html {
  const { id, alpha, seed, state, cause } = row;
  if (state !== "failed" && state !== "diverged")
    return html`<li><code>${id}</code> (alpha ${signed(alpha)}, seed ${seed}): not finished, ${state}</li>\n`;
  return html`<li><code>${id}</code> (alpha ${signed(alpha)}, seed ${seed}): ${state}: ${cause ?? "no cause was recorded"}
<pre><code>${rerunCommand(table, row)}</code></pre></li>
`;
}

function warningList({ warnings }: SweepTable): Html {
  if (warnings.length === 0) return html``;
  return html`<section class="problems" aria-labelledby="warnings">
<h2 id="warnings">Warnings</h2>
<ul>
${warnings.map((warning) => html`<li>${warning}</li>\n`)}</ul>
</section>
`;
}
