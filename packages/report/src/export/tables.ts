/**
 * A sweep as tables for other tools: networks, epochs, or units, a row each.
 *
 * @module
 */

import { measuredRows, readHistory, readSweep, type SweepHistory, type SweepTable } from "@selectivity-lab/run";
import { computeDeadUnitsFraction } from "../table/dead-units-fraction.js";

/** What a row is about. */
export const tableNames = ["trials", "epochs", "units"] as const;

/** What a row is about. */
export type TableName = (typeof tableNames)[number];

/** A value of a table; null where a trial lacks it. */
export type Cell = string | number | null;

/** A table: every row has every column, in this order. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Reads a table of a sweep from its folder. @throws SweepFolderError when it is none. */
export async function readTable(folder: string, name: TableName): Promise<Table> {
  const rows = await ROWS[name](folder);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns,
    rows: rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))),
  };
}

type Row = Record<string, Cell | undefined>;

/** The epochs are most of a sweep's text, and read only for their own table. */
const ROWS: Readonly<Record<TableName, (folder: string) => Promise<Row[]>>> = {
  trials: async (folder) => trials(await readSweep(folder)),
  epochs: async (folder) => epochs(await readHistory(folder)),
  units: async (folder) => units(await readSweep(folder)),
};

function trials({ rows }: SweepTable): Row[] {
  return rows.map(({ id, alpha, seed, state, result }) => {
    const test = result?.test;
    return {
      ...{ trial: id, alpha, seed, state, accuracy: test?.accuracy, loss: test?.loss },
      ...{ meanSelectivity: test?.meanSelectivity, nullSelectivity: test?.nullSelectivity },
      ...{
        splitHalfSelectivity: test?.splitHalfSelectivity,
        deadUnitsFraction: test && computeDeadUnitsFraction(test),
      },
      ...Object.fromEntries(
        test?.layers.map(({ name, meanSelectivity }) => [`selectivity/${name}`, meanSelectivity]) ?? [],
      ),
      ...{ bestEpoch: result?.bestEpoch, parameters: result?.parameters, seconds: result?.seconds },
    };
  });
}

function epochs({ rows }: SweepHistory): Row[] {
  return rows.flatMap(({ id, alpha, seed, curve }) => curve.map((line) => ({ trial: id, alpha, seed, ...line })));
}

function units(sweep: SweepTable): Row[] {
  return measuredRows(sweep).flatMap(({ id, alpha, seed, test }) =>
    test.layers.flatMap(({ name, selectivity, selectedClass }) =>
      selectivity.map((value, unit) => ({
        ...{ trial: id, alpha, seed, layer: name, unit },
        ...{ selectivity: value, selectedClass: selectedClass[unit] },
      })),
    ),
  );
}
