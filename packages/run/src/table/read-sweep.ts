/**
 * From a sweep's folder to its table: one row a trial, whatever became of it.
 *
 * The folder alone tells the state of every trial; nothing is asked of the processes that fill it, so a sweep can be
 * read while it runs. What cannot be read is a warning with its path, never a failure of the whole.
 *
 * A result sums its trial up, so the epochs of a finished trial are read only where they are shown: they are nine tenths of
 * a sweep's text.
 * @module
 */
import { join } from "node:path";
import { FileError, readJson } from "@selectivity-lab/base";
import { epochMetricsSchema, epochSummarySchema } from "../records/epoch-metrics.js";
import { type Sweep, sweepSchema } from "../records/sweep.js";
import type { SweepHistory, SweepTable, TrialRow } from "../records/sweep-table.js";
import { readTrial, readTrialHistory } from "./read-trial.js";
import { SweepFolderError } from "./sweep-folder-error.js";

/**
 * Reads a sweep.
 *
 * @returns its rows by alpha, then seed, so that the same folder always gives the same table.
 * @throws {@link SweepFolderError} when the folder has no readable sweep.json.
 */
export function readSweep(folder: string): Promise<SweepTable> {
  return readRows(folder, readTrial);
}

/**
 * Reads a sweep with every epoch of every trial; else as {@link readSweep}.
 *
 * @param options.layers false: without the selectivity of single layers, which is most of what an epoch says.
 * @throws {@link SweepFolderError} when the folder has no readable sweep.json.
 */
export function readHistory(folder: string, { layers = true } = {}): Promise<SweepHistory> {
  const schema = layers ? epochMetricsSchema : epochSummarySchema;
  return readRows(folder, (home, trial) => readTrialHistory(home, trial, schema));
}

type ReadRow<Row extends TrialRow> = (
  folder: string,
  trial: Sweep["trials"][number],
) => Promise<{ row: Row; warnings: readonly string[] }>;

async function readRows<Row extends TrialRow>(folder: string, readRow: ReadRow<Row>) {
  const sweep = await requireSweep(folder);
  const planned = sweep.trials.toSorted((a, b) => a.alpha - b.alpha || a.seed - b.seed);
  const rows: Row[] = [];
  const warnings: string[] = [];
  for (let first = 0; first < planned.length; first += AT_ONCE) {
    const trials = planned.slice(first, first + AT_ONCE);
    for (const read of await Promise.all(trials.map((trial) => readRow(join(folder, "trials", trial.id), trial)))) {
      rows.push(read.row);
      warnings.push(...read.warnings);
    }
  }
  return { folder, sweep, rows, warnings };
}

/** Trials whose files are open, and whose texts are in memory, at once. */
const AT_ONCE = 32;

/**
 * What the sweep in a folder is, without what became of its trials.
 *
 * @throws {@link SweepFolderError} when the folder has no readable sweep.json.
 */
export async function requireSweep(folder: string): Promise<Sweep> {
  try {
    return await readJson(join(folder, "sweep.json"), sweepSchema);
  } catch (error) {
    if (error instanceof FileError) throw new SweepFolderError(folder, error);
    throw error;
  }
}
