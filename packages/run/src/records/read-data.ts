/**
 * What the folder of a trial says about its data.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { FileError, readJson } from "@selectivity-lab/base";
import { z } from "zod";
import { type RecordedData, recordedDataSchema } from "../recipe/recorded-data.js";
import { trialFiles } from "./trial-files.js";

const recordSchema = z.object({ data: recordedDataSchema.optional() });

/**
 * Reads the data of a trial: as its sweep records them, which knows where they were moved to; else as its own file does.
 *
 * @returns `undefined` where nothing is recorded, or the records cannot be read.
 */
export async function readRecordedData(trialFolder: string): Promise<RecordedData | undefined> {
  const sweep = path.resolve(trialFolder, "../..", "sweep.json");
  const isInSweep = path.basename(path.dirname(path.resolve(trialFolder))) === "trials";
  return (isInSweep && (await readFrom(sweep))) || readFrom(trialFiles(trialFolder).trial);
}

async function readFrom(file: string): Promise<RecordedData | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    return (await readJson(file, recordSchema)).data;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
