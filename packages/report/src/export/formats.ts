/**
 * Tables as files: CSV, JSON lines, Parquet.
 *
 * @module
 */

import { encodeJson } from "@selectivity-lab/base";
import { formatCsv } from "../table/csv.js";
import type { Table } from "./tables.js";

/** CSV; null is an empty cell. */
export function formatTableCsv({ columns, rows }: Table): string {
  return formatCsv(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ name }) => row[name])),
  );
}

/** One JSON document per row; numbers that are not finite are the texts "NaN", "Infinity", "-Infinity". */
export function formatJsonLines({ rows }: Table): string {
  return rows.map((row) => `${encodeJson(row)}\n`).join("");
}

/** Parquet: text columns as strings, number columns as doubles; null where a trial lacks a value. */
export async function encodeParquet({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer"); // loaded only where Parquet is written
  const columnData = columns.map(({ name, type }) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
    type: type === "text" ? ("STRING" as const) : ("DOUBLE" as const),
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
