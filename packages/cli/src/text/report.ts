/**
 * A report as `selectivity report` shows it to people.
 *
 * @module
 */
import path from "node:path";
import { formatSigned } from "@selectivity-lab/base";
import type { ReportDocument } from "@selectivity-lab/lab";
import { formatDifference, formatShare, formatTable } from "../terminal/format.js";

const HEAD = ["alpha", "n", "accuracy", "95% interval", "difference", "selectivity", "95% interval"];

/** One line per alpha: the mean over seeds with its 95% interval, and the paired difference to the control. */
export function describeReport({ rows, missing, report: page }: ReportDocument): string {
  const lines = rows.map(({ alpha, n, accuracy, accuracyDifference, selectivity }) => [
    formatSigned(alpha),
    String(n),
    formatShare(accuracy?.mean),
    formatInterval(accuracy),
    alpha === 0 ? "control" : formatDifference(accuracyDifference?.mean),
    formatShare(selectivity?.mean),
    formatInterval(selectivity),
  ]);
  const table = path.join(path.dirname(page), "table.csv");
  return `${formatTable([HEAD, ...lines])}\n${describeMissing(missing)}\nreport: ${page}\nnext: open it in a browser, or look at ${table}`;
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

function formatInterval(estimate: ReportDocument["rows"][number]["accuracy"]): string {
  return estimate && estimate.low !== null && Number.isFinite(estimate.low)
    ? `${formatShare(estimate.low)} to ${formatShare(estimate.high)}`
    : "–";
}
