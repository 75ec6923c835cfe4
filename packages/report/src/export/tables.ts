/**
 * A sweep as tables for other tools: one row per network, per epoch, or per unit.
 *
 * @module
 */

import {
  type Measurement,
  measuredRows,
  readHistory,
  readSweep,
  type SweepHistory,
  type SweepTable,
} from "@selectivity-lab/run";
import { type CellValue, type Column, type ColumnType, listColumns } from "../table/columns.js";

/** What a row of a table is about. */
export const tableNames = ["trials", "epochs", "units"] as const;

/** What a row of a table is about. */
export type TableName = (typeof tableNames)[number];

/** A table: every row has every column, in this order; null where a value is missing. */
export interface Table {
  readonly columns: readonly Pick<Column, "name" | "type">[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

/** Reads a table of a sweep from its folder. @throws SweepFolderError when the folder holds no sweep. */
export function readTable(folder: string, name: TableName): Promise<Table> {
  return READERS[name](folder);
}

/** The epochs are most of a sweep's text, and are read only for their own table. */
const READERS: Readonly<Record<TableName, (folder: string) => Promise<Table>>> = {
  trials: async (folder) => listTrialRows(await readSweep(folder)),
  epochs: async (folder) => completeRows(listEpochRows(await readHistory(folder))),
  units: async (folder) => completeRows(listUnitRows(await readSweep(folder))),
};

type Row = Record<string, CellValue>;

function listTrialRows(sweep: SweepTable): Table {
  const columns = listColumns(sweep);
  const rows = sweep.rows.map((row) => Object.fromEntries(columns.map(({ name, read }) => [name, read(row) ?? null])));
  return { columns, rows };
}

function listEpochRows({ rows }: SweepHistory): Row[] {
  return rows.flatMap(({ id, alpha, seed, curve }) => curve.map((line) => ({ trial: id, alpha, seed, ...line })));
}

function listUnitRows(sweep: SweepTable): Row[] {
  return measuredRows(sweep).flatMap(({ id, alpha, seed, test }) =>
    test.layers.flatMap(({ name, selectivity, selectedClass }) =>
      selectivity.map((value, unit) => ({
        ...{ trial: id, alpha, seed, layer: name, unit },
        ...{ selectivity: value, selectedClass: selectedClass[unit] },
        ...readMeasures(test, name, unit),
      })),
    ),
  );
}

/** A unit under each measure beside the index; none where the result has no others. */
function readMeasures({ measures = {} }: Measurement, layer: string, unit: number): Row {
  const others = Object.entries(measures).filter(([measure]) => measure !== "index");
  return Object.fromEntries(
    others.map(([measure, { layers }]) => [measure, layers.find(({ name }) => name === layer)?.values[unit]]),
  );
}

/** Columns of epochs and of units that hold whole numbers. That values happen to be whole makes no column one of these. */
const INTEGERS: ReadonlySet<string> = new Set(["seed", "epoch", "step", "attempt", "unit", "selectedClass"]);

function findType(name: string, rows: readonly Row[]): ColumnType {
  if (INTEGERS.has(name)) return "integer";
  return rows.some((row) => typeof row[name] === "string") ? "text" : "number";
}

/** Gives every row every column that any row has. */
function completeRows(rows: readonly Row[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns: names.map((name) => ({ name, type: findType(name, rows) })),
    rows: rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
  };
}
