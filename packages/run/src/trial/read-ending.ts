/**
 * How a trial ended, if it did: its result, and whether its files are complete.
 *
 * @module
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { rm } from "node:fs/promises";
import { decodeJson, summarizeError } from "@selectivity-lab/base";
import { parseHeader } from "@selectivity-lab/torch";
import { trialFiles } from "../records/trial-files.js";
import { type TrialResult, trialResultSchema } from "../records/trial-result.js";
import { isDamage } from "./state/damage.js";

/** Largest header of a safetensors file, in bytes. */
const LONGEST_HEADER = 100_000_000;

/** The end of a trial according to its folder. */
export interface Ending {
  /** Null while the trial has not ended, or where its result cannot be read. */
  readonly result: TrialResult | null;
  /** Damaged files, each with its problem. A missing file is not damaged: weights may be deleted. */
  readonly damaged: readonly { readonly file: string; readonly problem: string }[];
}

/** Reads how a trial ended. Of files of weights only the header is read, which tells one that was cut short. */
export function readEnding(folder: string): Ending {
  const { result: file, best, model, units } = trialFiles(folder);
  if (!existsSync(file)) return { result: null, damaged: [] };
  let result: TrialResult | null = null;
  const problems = [
    problemOf(file, () => {
      result = decodeJson(file, readFileSync(file, "utf8"), trialResultSchema);
    }),
    ...[best, model, units].map((weights) => problemOf(weights, () => readHeader(weights))),
  ];
  return { result, damaged: problems.filter((problem) => problem !== undefined) };
}

/** Whether a trial has a complete result, and no checkpoints are left to remove. */
export function isFinished(folder: string): boolean {
  try {
    return !hasCheckpoints(folder) && isComplete(folder, readEnding(folder));
  } catch {
    return false; // whoever trains there reports what cannot be read
  }
}

/** What {@link isFinished} says, of an ending that has been read. */
export function isComplete(folder: string, { result, damaged }: Ending): boolean {
  return result !== null && damaged.length === 0 && !hasCheckpoints(folder);
}

function hasCheckpoints(folder: string): boolean {
  const { checkpoint, previous } = trialFiles(folder);
  return existsSync(checkpoint) || existsSync(previous);
}

/**
 * The result of a trial after its checkpoints were removed; `null` where it has none. Damaged files are removed, so that they are made
 * again: the result first, because without it the trial counts as unfinished.
 *
 * @param notify receives a line about each damaged file.
 */
export async function settleEnding(folder: string, notify: (line: string) => void): Promise<TrialResult | null> {
  const { result: file, checkpoint, previous } = trialFiles(folder);
  const { result, damaged } = readEnding(folder);
  if (damaged.length === 0) {
    if (result) await Promise.all([checkpoint, previous].map((left) => rm(left, { force: true })));
    return result;
  }
  await rm(file, { force: true });
  for (const { file: spoilt, problem } of damaged) {
    await rm(spoilt, { force: true });
    notify(`${spoilt} is damaged (${problem}); it was removed and is made again`);
  }
  return null;
}

function problemOf(file: string, read: () => void): { file: string; problem: string } | undefined {
  if (!existsSync(file)) return undefined;
  try {
    read();
    return undefined;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { file, problem: summarizeError(error) };
  }
}

/** @throws SafetensorsError unless the file is as long as its header says, and this is one. */
function readHeader(path: string): void {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = Buffer.alloc(Math.min(size, 8));
    readSync(file, start, 0, start.length, 0);
    const length = start.length === 8 ? Number(start.readBigUInt64LE()) : 0;
    const bytes = Buffer.alloc(Math.min(size, 8 + Math.min(length, LONGEST_HEADER)));
    readSync(file, bytes, 0, bytes.length, 0);
    parseHeader(bytes, size);
  } finally {
    closeSync(file);
  }
}
