/** The recorded results as the tables of docs/statistics.md. */
import type { Results } from "./results.js";

/** Verdicts and intervals of the statements about robustness, by law. */
export function renderStatementTable({ statements }: Results): string {
  return renderTable(
    [
      "law",
      "seeds",
      "supported",
      "contradicted",
      "slope covered",
      "left slope covered",
      "bent",
      "networks as observations",
    ],
    statements.rows.map((row) => [
      ...[row.law, String(row.seeds), percent(row.supported), percent(row.contradicted), percent(row.slopeCovered)],
      ...[percent(row.leftCovered), percent(row.bent), percent(row.networksCovered)],
    ]),
  );
}

/** Coverage of the intervals of means, by law and number of networks. */
export function renderIntervalTable({ intervals }: Results): string {
  return renderTable(
    ["law", "networks", "mean covered"],
    intervals.rows.map(({ law, n, covered }) => [law, String(n), percent(covered)]),
  );
}

/** Error rates and power of the comparisons with the control. */
export function renderComparisonTable({ comparisons }: Results): string {
  return renderTable(
    ["law", "pairs", "any alpha differs", "any is equivalent", "one given alpha differs", "one given is equivalent"],
    comparisons.rows.map((row) => [
      ...[row.law, String(row.pairs), percent(row.anyDiffers), percent(row.anyEquivalent)],
      ...[percent(row.firstDiffers), percent(row.firstEquivalent)],
    ]),
  );
}

/** The page with every table replaced by the recorded results; tables stand between `<!-- name -->` and `<!-- /name -->`. */
export function fillTables(page: string, results: Results): string {
  return Object.entries(TABLES).reduce((text, [name, render]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(open);
    const after = rest?.split(close)[1];
    if (before === undefined || after === undefined) throw new Error(`docs/statistics.md has no ${open} … ${close}.`);
    return `${before}${open}\n\n${render(results)}\n\n${close}${after}`;
  }, page);
}

const TABLES: Readonly<Record<string, (results: Results) => string>> = {
  statements: renderStatementTable,
  intervals: renderIntervalTable,
  comparisons: renderComparisonTable,
};

/** A table in Markdown. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A share in percent, with one decimal. */
export function percent(share: number | null): string {
  return share === null ? "–" : (100 * share).toFixed(1);
}
