/**
 * table.csv: one row a trial, for whoever goes on in pandas or R. RFC 4180, except that lines end in a bare newline.
 *
 * @module
 */

import type { SweepTable, TrialRow } from "@selectivity-lab/run";
import { computeDeadUnitsFraction } from "./dead-units-fraction.js";
import { listLayers } from "./layer-names.js";

type Cell = string | number | null | undefined;
type Column = readonly [name: string, cell: (row: TrialRow) => Cell];

/** The table as text; what a trial lacks is an empty cell. Numbers keep all their digits. */
export function toCsv(table: SweepTable): string {
  const columns = columnsOf(table);
  const lines = [columns.map(([name]) => name), ...table.rows.map((row) => columns.map(([, cell]) => cell(row)))];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

function columnsOf(table: SweepTable): Column[] {
  return [
    ["alpha", (row) => row.alpha],
    ["seed", (row) => row.seed],
    ["id", (row) => row.id],
    ["state", (row) => row.state],
    ["accuracy", (row) => row.result?.test?.accuracy],
    ["loss", (row) => row.result?.test?.loss],
    ["meanSelectivity", (row) => row.result?.test?.meanSelectivity],
    ["nullSelectivity", (row) => row.result?.test?.nullSelectivity],
    ["splitHalfSelectivity", (row) => row.result?.test?.splitHalfSelectivity],
    ["deadUnitsFraction", (row) => row.result?.test && computeDeadUnitsFraction(row.result.test)],
    ...listLayers(table).map((layer): Column => [`selectivity/${layer}`, (row) => layerSelectivity(row, layer)]),
    ["bestEpoch", (row) => row.result?.bestEpoch],
    ["seconds", (row) => row.result?.seconds],
  ];
}

function layerSelectivity(row: TrialRow, layer: string): Cell {
  return row.result?.test?.layers.find(({ name }) => name === layer)?.meanSelectivity;
}

/** A cell as CSV has it: quoted where it must be. */
export function csvCell(cell: Cell): string {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
