/**
 * A sweep for pandas, R, DuckDB or TensorBoard.
 *
 * @module
 */
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { writeFileAtomically } from "@selectivity-lab/torch";
import { ExportError } from "../export/error.js";
import { readHistory } from "../table/read-sweep.js";
import { toCsvText, toJsonLines, toParquet } from "./formats.js";
import { type TableName, tableOf } from "./tables.js";
import { eventFiles } from "./tensorboard.js";

/** Forms in which a sweep can be taken along. */
export const sweepFormats = ["csv", "jsonl", "parquet", "tensorboard"] as const;

/** A form in which a sweep can be taken along. */
export type SweepFormat = (typeof sweepFormats)[number];

/** What to write, and where. */
export interface SweepExportOptions {
  readonly to: SweepFormat;
  /** A file; of `tensorboard` a folder. */
  readonly out: string;
  /** What a row is about; `trials` by default. Not for `tensorboard`. */
  readonly table?: TableName;
  /** Replace what is there. */
  readonly force?: boolean;
}

/** What was written. */
export interface SweepExportSummary {
  readonly schema: 1;
  readonly files: readonly string[];
  /** Rows of the table, or runs. */
  readonly rows: number;
}

/**
 * Writes a sweep as a table or as event files, each file whole or not at all.
 *
 * @throws SweepFolderError when the folder is no sweep; {@link ExportError} when something is there already.
 */
export async function exportSweep(
  folder: string,
  { to, out, table = "trials", force = false }: SweepExportOptions,
): Promise<SweepExportSummary> {
  const sweep = await readHistory(folder);
  if (existsSync(out) && !force)
    throw new ExportError(`${out} is there already\n  to do: name another with --out, or replace it with --force`);
  if (to === "tensorboard") {
    const events = eventFiles(sweep);
    for (const { path: name, bytes } of events) {
      mkdirSync(path.dirname(path.join(out, name)), { recursive: true });
      writeFileAtomically(path.join(out, name), [bytes]);
    }
    return { schema: 1, files: events.map(({ path: name }) => path.join(out, name)), rows: events.length - 1 };
  }
  const rows = tableOf(sweep, table);
  const content = to === "csv" ? toCsvText(rows) : to === "jsonl" ? toJsonLines(rows) : await toParquet(rows);
  writeFileAtomically(out, [content]);
  return { schema: 1, files: [out], rows: rows.rows.length };
}
