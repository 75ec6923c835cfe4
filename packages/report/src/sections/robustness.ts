/**
 * The report's section on robustness: both headline statements, the table by alpha, and whether the attacks can be trusted.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { RobustnessTable } from "@selectivity-lab/assess";
import type { RobustnessData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import { describeCoverage } from "../robustness/coverage.js";
import { describeStatement, STATEMENT_METHOD } from "../robustness/describe-statement.js";
import type { Statement } from "../robustness/statements.js";
import type { RobustnessSummary } from "../robustness/summarize-robustness.js";
import {
  describeEstimates,
  formatPercentage,
  formatPoints,
  formatSignedThree,
  formatThree,
  renderAlphaLabels,
  renderEstimate,
} from "./format.js";

/** Renders the results on robustness; nothing where it was never evaluated. */
export function renderRobustness(robustness: RobustnessData | null): Html {
  if (!robustness) return html``;
  return html`<section aria-labelledby="robustness">
<h2 id="robustness">Robustness</h2>
${renderCoverage(robustness)}${renderNotes(robustness)}${robustness.statements.map(renderStatement)}
${renderMethod(robustness)}
${renderSummaries(robustness.summaries)}
${renderChecks(robustness)}
${renderExamples(robustness)}
${renderDefinitions(robustness)}
</section>
`;
}

/** Comes before the first verdict. */
function renderCoverage({ coverage, statements }: RobustnessData): Html {
  const sentence = describeCoverage(coverage);
  return sentence && statements.length > 0 ? html`<p class="incomplete"><strong>${sentence}</strong></p>\n` : html``;
}

function renderNotes({ run: { notes = [] } }: RobustnessTable): Html {
  return notes.length === 0 ? html`` : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>\n`;
}

function renderStatement(statement: Statement): Html {
  const { claim, verdict } = statement;
  return html`<div class="statement ${verdict}">
<p><strong>${claim}</strong> <span class="verdict">${verdict}</span></p>
<p>${describeStatement(statement)}</p>
</div>
`;
}

/** Model, test, family and exclusions of the statements. */
function renderMethod({ statements }: RobustnessData): Html {
  if (statements.length === 0) return html``;
  return html`<details><summary>How the statements are tested</summary>
<ul class="notes">${STATEMENT_METHOD.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</details>`;
}

function renderSummaries(summaries: readonly RobustnessSummary[]): Html {
  const labels = renderAlphaLabels(summaries.map(({ alpha }) => alpha));
  return html`<div class="wide" tabindex="0" role="region" aria-label="Robustness by alpha">
<table class="spacious">
<caption>${describeEstimates(summaries.flatMap(({ corruptedAccuracy, attackedArea }) => [corruptedAccuracy, attackedArea]))} Differences: to the control of the same seed.</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th><th scope="col">corrupted accuracy, %</th><th scope="col">difference, points</th>
<th scope="col">corrupted ÷ clean</th><th scope="col">area under attack</th><th scope="col">difference</th>
<th scope="col">selectivity of live units</th><th scope="col">dead units, %</th></tr>
</thead>
<tbody>
${summaries.map((summary) => renderSummary(summary, labels.get(summary.alpha) ?? html``))}</tbody>
</table>
</div>
`;
}

function renderSummary(summary: RobustnessSummary, label: Html): Html {
  const cells = [
    html`${summary.n}`,
    renderEstimate(summary.corruptedAccuracy, formatPercentage),
    renderEstimate(summary.corruptedDifference, formatPoints),
    renderEstimate(summary.corruptedRatio, formatThree),
    renderEstimate(summary.attackedArea, formatThree),
    renderEstimate(summary.attackedDifference, formatSignedThree),
    renderEstimate(summary.liveSelectivity, formatThree),
    renderEstimate(summary.deadUnitsFraction, formatPercentage),
  ];
  return html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

/** Renders one row per check: how many networks pass it, and the findings of the others. */
function renderChecks({ rows }: RobustnessTable): Html {
  const examined = rows.flatMap(({ label, attacks }) =>
    attacks?.checks ? attacks.checks.checks.map((check) => ({ label, ...check })) : [],
  );
  const names = [...new Set(examined.map(({ name }) => name))];
  if (names.length === 0) return html``;
  return html`<h3>Can the attacks be trusted?</h3>
<p>Networks with high selectivity have dead units, and dead units can mask gradients: an attack then fails although the network is not
robust. Each network was attacked on a sample of images in ways that must agree if its gradients are informative. A warning is a
reason to look closer, not a proof; passing every check is not a proof either.</p>
<div class="wide" tabindex="0" role="region" aria-label="Checks of the attacks">
<table class="spacious">
<thead><tr><th scope="col" class="text">check</th><th scope="col">pass</th><th scope="col">warn</th><th scope="col" class="text">findings</th></tr></thead>
<tbody>
${names.map((name) => renderCheck(examined.filter((check) => check.name === name)))}</tbody>
</table>
</div>
`;
}

/** Number of warnings that a row lists; the files of the networks contain all of them. */
const LISTED = 4;

function renderCheck(
  checks: readonly { name: string; label: string; verdict: "pass" | "warn"; finding: string }[],
): Html {
  const warnings = checks.filter(({ verdict }) => verdict === "warn");
  const more = warnings.length > LISTED ? html`<br>… and ${warnings.length - LISTED} more` : html``;
  return html`<tr><th scope="row" class="text">${checks[0]?.name ?? ""}</th><td>${checks.length - warnings.length}</td><td>${warnings.length}</td>
<td class="text">${warnings.slice(0, LISTED).map(({ label, finding }, index) => html`${index > 0 ? html`<br>` : ""}${label}: ${finding}`)}${more}</td></tr>
`;
}

function renderExamples({ examples }: RobustnessTable): Html {
  if (!examples) return html``;
  const picture = readFileSync(examples).toString("base64");
  return html`<h3>What the corruptions look like</h3>
<div class="wide" tabindex="0" role="region" aria-label="Examples of every corruption">
<img class="picture" alt="The first two test images under every corruption at every severity." src="data:image/png;base64,${picture}">
</div>
`;
}

function renderDefinitions({ rows }: RobustnessTable): Html {
  const first = rows.find(({ corruptions, attacks }) => corruptions || attacks);
  const entries = [
    ...Object.entries(first?.corruptions?.definitions ?? {}),
    ...Object.entries(first?.attacks?.definitions ?? {}),
  ];
  return html`<details><summary>What each number means</summary>
<dl class="method">
${entries.map(([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>\n`)}</dl>
</details>
`;
}
