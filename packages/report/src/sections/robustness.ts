/**
 * The report's part on robustness: both headline statements, the table by alpha, and whether the attacks can be trusted.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { RobustnessTable } from "@selectivity-lab/assess";
import { type Html, html } from "../html/html.js";
import { describeStatement } from "../robustness/describe-statement.js";
import { type Statement, testStatements } from "../robustness/statements.js";
import { type RobustnessSummary, summarizeRobustness } from "../robustness/summarize-robustness.js";
import { alphaLabels, decimals, estimateText, percentage, points } from "./format.js";

/** What robustness came to; nothing where it was never evaluated. */
export function renderRobustness(robustness: RobustnessTable | null): Html {
  if (!robustness) return html``;
  return html`<section aria-labelledby="robustness">
<h2 id="robustness">Robustness</h2>
${testStatements(robustness).map(statementBlock)}
${summaryTable(robustness)}
${checkTable(robustness)}
${exampleSheet(robustness)}
${definitionList(robustness)}
</section>
`;
}

function statementBlock(statement: Statement): Html {
  const { claim, verdict } = statement;
  return html`<div class="statement ${verdict}">
<p><strong>${claim}</strong> <span class="verdict">${verdict}</span></p>
<p>${describeStatement(statement)}</p>
</div>
`;
}

function summaryTable({ rows }: RobustnessTable): Html {
  const summaries = summarizeRobustness(rows);
  const labels = alphaLabels(summaries.map(({ alpha }) => alpha));
  return html`<div class="wide" tabindex="0" role="region" aria-label="Robustness by alpha">
<table class="spacious">
<caption>Means over seeds, with 95 % t intervals. Differences: to the control of the same seed.</caption>
<thead>
<tr><th scope="col">alpha</th><th scope="col">n</th><th scope="col">corrupted accuracy, %</th><th scope="col">difference, points</th>
<th scope="col">corrupted ÷ clean</th><th scope="col">area under attack</th><th scope="col">difference</th></tr>
</thead>
<tbody>
${summaries.map((summary) => summaryRow(summary, labels.get(summary.alpha) ?? html``))}</tbody>
</table>
</div>
`;
}

function summaryRow(summary: RobustnessSummary, label: Html): Html {
  const plain = decimals(3);
  const cells = [
    html`${summary.n}`,
    estimateText(summary.corruptedAccuracy, percentage),
    estimateText(summary.corruptedDifference, points),
    estimateText(summary.corruptedRatio, plain),
    estimateText(summary.attackedArea, plain),
    estimateText(summary.attackedDifference, (value) => `${value > 0 ? "+" : ""}${plain(value)}`),
  ];
  return html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

/** One row a check: how many networks pass it, and what the others showed. */
function checkTable({ rows }: RobustnessTable): Html {
  const examined = rows.flatMap(({ label, attacks }) =>
    attacks?.checks ? attacks.checks.checks.map((check) => ({ label, ...check })) : [],
  );
  const names = [...new Set(examined.map(({ name }) => name))];
  if (names.length === 0) return html``;
  return html`<h3>Can the attacks be trusted?</h3>
<p>High-selectivity networks have silent units, behind which gradients can hide. Each network was attacked on a sample in ways that
must agree if its gradients tell the truth. A warning is a reason to look closer, not a proof; passing all is no proof either.</p>
<div class="wide" tabindex="0" role="region" aria-label="Checks of the attacks">
<table class="spacious">
<thead><tr><th scope="col" class="text">check</th><th scope="col">pass</th><th scope="col">warn</th><th scope="col" class="text">what the warnings say</th></tr></thead>
<tbody>
${names.map((name) => checkRow(examined.filter((check) => check.name === name)))}</tbody>
</table>
</div>
`;
}

/** Warnings that a row spells out; the files of the networks hold all. */
const LISTED = 4;

function checkRow(checks: readonly { name: string; label: string; verdict: "pass" | "warn"; finding: string }[]): Html {
  const warnings = checks.filter(({ verdict }) => verdict === "warn");
  const more = warnings.length > LISTED ? html`<br>… and ${warnings.length - LISTED} more` : html``;
  return html`<tr><th scope="row" class="text">${checks[0]?.name ?? ""}</th><td>${checks.length - warnings.length}</td><td>${warnings.length}</td>
<td class="text">${warnings.slice(0, LISTED).map(({ label, finding }, index) => html`${index > 0 ? html`<br>` : ""}${label}: ${finding}`)}${more}</td></tr>
`;
}

function exampleSheet({ examples }: RobustnessTable): Html {
  if (!examples) return html``;
  const picture = readFileSync(examples).toString("base64");
  return html`<h3>What the corruptions look like</h3>
<div class="wide" tabindex="0" role="region" aria-label="Examples of every corruption">
<img class="picture" alt="The first two test images under every corruption at every severity." src="data:image/png;base64,${picture}">
</div>
`;
}

function definitionList({ rows }: RobustnessTable): Html {
  const first = rows.find(({ corruptions, attacks }) => corruptions || attacks);
  const entries = [
    ...Object.entries(first?.corruptions?.definitions ?? {}),
    ...Object.entries(first?.attacks?.definitions ?? {}),
  ];
  return html`<details><summary>What each number is</summary>
<dl class="method">
${entries.map(([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>\n`)}</dl>
</details>
`;
}
