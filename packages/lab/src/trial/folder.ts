/**
 * The files of a trial's folder, by name.
 *
 * @module
 */
import { appendFile } from "node:fs/promises";
import path from "node:path";
import type { Attempt } from "../contracts.js";
import { encodeJson } from "../files/atomic.js";

/** Where a trial keeps what. */
export function trialFiles(folder: string) {
  const file = (name: string) => path.join(folder, name);
  return {
    trial: file("trial.json"),
    metrics: file("metrics.jsonl"),
    attempts: file("attempts.jsonl"),
    checkpoint: file("checkpoint.safetensors"),
    model: file("model.safetensors"),
    best: file("best.safetensors"),
    units: file("units.safetensors"),
    result: file("result.json"),
    error: file("error.txt"),
  };
}

/** Adds one document to a log of JSON lines. */
export async function appendLine(file: string, document: object): Promise<void> {
  await appendFile(file, `${encodeJson(document)}\n`, { flush: true });
}

/** One start or end of work on a trial. */
export type AttemptLine = Attempt & Record<string, unknown>;
