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

const PARQUET_TYPES = { text: "STRING", number: "DOUBLE", integer: "INT64" } as const;

function toWhole(value: string | number | null | undefined): bigint | null {
  return typeof value === "number" ? BigInt(value) : null;
}

/** Parquet: texts as strings, numbers as doubles, whole numbers as 64-bit integers; null where a trial lacks a value. */
export async function encodeParquet({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer"); // loaded only where Parquet is written
  const columnData = columns.map(({ name, type }) => ({
    name,
    data: rows.map((row) => (type === "integer" ? toWhole(row[name]) : (row[name] ?? null))),
    type: PARQUET_TYPES[type],
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
