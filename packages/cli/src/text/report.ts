/**
 * A report as `selectivity report` shows it to people.
 *
 * @module
 */
import path from "node:path";
import { formatSigned } from "@selectivity-lab/base";
import type { ReportDocument } from "@selectivity-lab/lab";
import { formatDifference, formatPercentage, formatShare, formatTable } from "../terminal/format.js";
import { formatSpread, nameSpread } from "./estimates.js";

type Comparisons = ReportDocument["comparisons"];
type Comparison = Comparisons["rows"][number];

/** Puts parts of the document into words. */
interface Words {
  describeAdjusted(comparison: Comparison | undefined, comparisons: Comparisons): string;
  describeEquivalence(comparison: Comparison | undefined): string;
  describeComparisons(comparisons: Comparisons): string;
  formatMargin(margin: number): string;
}

/** Accuracy by alpha, with the paired difference to the control, then selectivity by alpha. */
export function describeReport(document: ReportDocument, words: Words): string {
  const { missing, report: page, comparisons } = document;
  const table = path.join(path.dirname(page), "table.csv");
  return [
    `${formatTable(tabulateAccuracy(document, words))}\n\n${formatTable(tabulateSelectivity(document))}\n`,
    `${words.describeComparisons(comparisons)}`,
    `${describeMissing(missing)}\nreport: ${page}\nnext: open it in a browser, or look at ${table}`,
  ].join("\n");
}

function tabulateAccuracy({ rows, comparisons }: ReportDocument, words: Words): string[][] {
  const { margin } = comparisons;
  const head = [
    ...["alpha", "n", "accuracy", nameSpread(rows.map(({ accuracy }) => accuracy))],
    ...["difference", nameSpread(rows.map(({ accuracyDifference }) => accuracyDifference)), "p"],
    ...(margin === null ? [] : [`within ±${words.formatMargin(margin)}`]),
  ];
  const lines = rows.map(({ alpha, n, accuracy, accuracyDifference }) => {
    const comparison = comparisons.rows.find((row) => row.alpha === alpha);
    return [
      ...[formatSigned(alpha), String(n), formatShare(accuracy?.mean), formatSpread(accuracy, formatShare)],
      alpha === 0 ? "control" : formatDifference(accuracyDifference?.mean),
      formatSpread(accuracyDifference, formatDifference),
      words.describeAdjusted(comparison, comparisons),
      ...(margin === null ? [] : [words.describeEquivalence(comparison)]),
    ];
  });
  return [head, ...lines];
}

function tabulateSelectivity({ rows }: ReportDocument): string[][] {
  const spread = nameSpread(rows.map(({ selectivity }) => selectivity));
  return [
    ["alpha", "selectivity", spread, "live units", "null", "split half", "dead units"],
    ...rows.map((row) => [
      ...[formatSigned(row.alpha), formatShare(row.selectivity?.mean), formatSpread(row.selectivity, formatShare)],
      ...[formatShare(row.liveSelectivity?.mean), formatShare(row.nullSelectivity?.mean)],
      ...[formatShare(row.splitHalfSelectivity?.mean), formatPercentage(row.deadUnitsFraction?.mean)],
    ]),
  ];
}

/** Networks that are named. */
const NAMED = 10;

function describeMissing(missing: ReportDocument["missing"]): string {
  if (missing.length === 0) return "";
  const names = missing
    .slice(0, NAMED)
    .map(({ alpha, seed, state }) => `alpha ${formatSigned(alpha)} seed ${seed} (${state})`);
  if (missing.length > NAMED) names.push("…");
  return `\nwithout a result: ${names.join(", ")}\n`;
}
