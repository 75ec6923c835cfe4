/**
 * A sweep for pandas, R, DuckDB or TensorBoard.
 *
 * @module
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { ExportError, requirePlace } from "@selectivity-lab/assess";
import { makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import { readHistory } from "@selectivity-lab/run";
import { encodeParquet, formatJsonLines, formatTableCsv } from "./formats.js";
import { readTable, type TableName } from "./tables.js";
import { createEventFiles, type EventFile } from "./tensorboard.js";

/** Formats in which a sweep can be exported. */
export const sweepFormats = ["csv", "jsonl", "parquet", "tensorboard"] as const;

/** A format in which a sweep can be exported. */
export type SweepFormat = (typeof sweepFormats)[number];

/** What to write, and where. */
export interface SweepExportOptions {
  readonly to: SweepFormat;
  /** Path of the file to write; for `tensorboard`, of a folder. */
  readonly out: string;
  /** What each row describes; `trials` by default. Unused for `tensorboard`. */
  readonly table?: TableName;
  /** Replace existing files. */
  readonly force?: boolean;
}

/** What was written. */
export interface SweepExportSummary {
  readonly files: readonly string[];
  /** Number of rows of the table, or of runs. */
  readonly rows: number;
}

/**
 * Writes a sweep as a table or as event files, each file atomically.
 *
 * @throws SweepFolderError when the folder is no sweep; {@link ExportError} when something is there already, or nothing can be.
 */
export async function exportSweep(
  folder: string,
  { to, out, table = "trials", force = false }: SweepExportOptions,
): Promise<SweepExportSummary> {
  if (to === "tensorboard") {
    requireFolder(out, force);
    return exportEvents(createEventFiles(await readHistory(folder)), out);
  }
  requirePlace(out, force);
  const read = await readTable(folder, table);
  writeFileAtomically(out, [await ENCODERS[to](read)]);
  return { files: [out], rows: read.rows.length };
}

const ENCODERS = { csv: formatTableCsv, jsonl: formatJsonLines, parquet: encodeParquet } as const;

/** Writes event files, and removes those of an earlier export first: TensorBoard would show runs that no longer exist. */
function exportEvents(events: readonly EventFile[], out: string): SweepExportSummary {
  if (existsSync(out)) for (const file of eventFilesBelow(out)) rmSync(file);
  for (const { path: name, bytes } of events) {
    makeFolder(path.dirname(path.join(out, name)));
    writeFileAtomically(path.join(out, name), [bytes]);
  }
  return { files: events.map(({ path: name }) => path.join(out, name)), rows: events.length - 1 };
}

function eventFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name).startsWith("events.out.tfevents.0."))
    .map((name) => path.join(folder, name));
}

function requireFolder(out: string, force: boolean): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory())
    throw new ExportError({
      code: "is-a-file",
      problem: `${out} is a file, but event files are written to a folder`,
      remedy: "name a folder with --out",
      path: out,
    });
  if (!force)
    throw new ExportError({
      code: "file-exists",
      problem: `${out} already exists`,
      remedy: "name a different folder with --out, or replace the event files in it with --force",
      path: out,
    });
}
