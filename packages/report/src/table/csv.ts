/**
 * Tables as CSV by RFC 4180, except that lines end in a bare newline.
 *
 * No library, because the rule is one line and existing files must keep their bytes: papaparse 5.5 also quotes cells that begin
 * or end with a space, and csv-stringify 6.6 leaves a lone carriage return unquoted and writes true as 1.
 * @module
 */
import type { SweepTable } from "@selectivity-lab/run";
import { type CellValue, listCsvColumns } from "./columns.js";

/** table.csv: one row per trial. A value that a trial lacks is an empty cell; numbers keep all their digits. */
export function formatTrialsCsv(table: SweepTable): string {
  const columns = listCsvColumns(table);
  return formatCsv(
    columns.map(({ name }) => name),
    table.rows.map((row) => columns.map(({ read }) => read(row))),
  );
}

/** CSV with a line of headings, then one line per row. */
export function formatCsv(headings: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  return [headings, ...rows].map((cells) => `${cells.map(formatCsvCell).join(",")}\n`).join("");
}

/** A cell, quoted where it contains a comma, a quote or a line break. */
export function formatCsvCell(cell: CellValue): string {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
