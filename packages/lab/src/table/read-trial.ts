/**
 * From one trial's folder to its row of the table.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { attemptSchema, epochMetricsSchema, type Sweep, type TrialRow, trialResultSchema } from "../contracts.js";
import { FileError, readJson } from "../files/read-json.js";
import { readJsonLines } from "../files/read-json-lines.js";
import { trainingCurve } from "./training-curve.js";

type Outcome = Pick<TrialRow, "state" | "cause" | "result">;

/** Reads the row of a planned trial. A folder that is absent or half written is a row too: that of a queued trial. */
export async function readTrial(
  folder: string,
  trial: Sweep["trials"][number],
): Promise<{ row: TrialRow; warnings: string[] }> {
  const metrics = await readJsonLines(join(folder, "metrics.jsonl"), epochMetricsSchema);
  const attempts = await readJsonLines(join(folder, "attempts.jsonl"), attemptSchema);
  const warnings = [...metrics.warnings, ...attempts.warnings];
  const outcome = (await readResult(folder, warnings)) ?? lastAttempt(attempts.lines);
  return { row: { ...trial, ...outcome, curve: trainingCurve(metrics.lines) }, warnings };
}

async function readResult(folder: string, warnings: string[]): Promise<Outcome | null> {
  const path = join(folder, "result.json");
  if (!existsSync(path)) return null;
  try {
    const result = await readJson(path, trialResultSchema);
    return { state: result.status, cause: result.cause, result };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    warnings.push(error.message);
    return { state: "failed", cause: error.message, result: null };
  }
}

function lastAttempt(
  attempts: { event: string; reason?: string | undefined; cause?: string | null | undefined }[],
): Outcome {
  const last = attempts.at(-1);
  if (last?.event !== "end" || last.reason !== "failed") return { state: "queued", cause: null, result: null };
  return { state: "failed", cause: last.cause ?? null, result: null };
}
