/**
 * Tables as files: CSV, JSON lines, Parquet.
 *
 * @module
 */

import { encodeJson } from "@selectivity-lab/base";
import { csvCell } from "../table/csv.js";
import type { Table } from "./tables.js";

/** CSV by RFC 4180, except that lines end in a bare newline; null is an empty cell. */
export function toCsvText({ columns, rows }: Table): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

/** One JSON document a row; numbers that are not finite are the texts "NaN", "Infinity", "-Infinity". */
export function toJsonLines({ rows }: Table): string {
  return rows.map((row) => `${encodeJson(row)}\n`).join("");
}

/** Parquet: columns of text as strings, all others as doubles; null where a trial lacks a value. */
export async function toParquet({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer"); // only who writes Parquet loads the library that does
  const columnData = columns.map((name) => {
    const data = rows.map((row) => row[name] ?? null);
    return {
      name,
      data,
      type: data.some((value) => typeof value === "string") ? ("STRING" as const) : ("DOUBLE" as const),
      nullable: true,
    };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
