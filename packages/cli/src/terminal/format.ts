/**
 * Cells and columns of the tables that people read.
 *
 * @module
 */
import { formatDecimal } from "@selectivity-lab/base";

/** Stands for a value that does not exist. */
const NOTHING = "–";

const DIGITS = 3;

/** A share with three digits after the point: "0.818", "−0.250". */
export function formatShare(value: number | null | undefined): string {
  return isNumber(value) ? formatDecimal(value, DIGITS) : NOTHING;
}

/** A difference of two shares, always with its sign: "+0.012", "−0.250". */
export function formatDifference(value: number | null | undefined): string {
  if (!isNumber(value)) return NOTHING;
  return value < 0 ? `−${formatDecimal(-value, DIGITS)}` : `+${formatDecimal(value, DIGITS)}`;
}

/** A share as a percentage with one digit after the point: "0.8%". */
export function formatPercentage(value: number | null | undefined): string {
  return isNumber(value) ? `${formatDecimal(100 * value, 1)}%` : NOTHING;
}

/** A count in a table where most counts are 0. */
export function formatCell(count: number): string {
  return count === 0 ? NOTHING : String(count);
}

/** Rows of cells in columns, aligned to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padStart(columns[column] ?? 0)).join("  ")).join("\n");
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
