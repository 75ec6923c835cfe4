/**
 * From one trial's folder to its row of the table.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  attemptSchema,
  epochMetricsSchema,
  type Sweep,
  type TrialHolder,
  type TrialRow,
  trialResultSchema,
} from "../contracts.js";
import { FileError, readJson } from "../files/read-json.js";
import { readJsonLines } from "../files/read-json-lines.js";
import { leaseFile, readLease } from "../lease/lease.js";
import { isDeadHere, LOST_SECONDS } from "../lease/watch.js";
import { trainingCurve } from "./training-curve.js";

type Outcome = Pick<TrialRow, "state" | "cause" | "result">;
type AttemptLine = { event: string; reason?: string | undefined; cause?: string | null | undefined };

/** Reads the row of a planned trial. A folder that is absent or half written is a row too: that of a queued trial. */
export async function readTrial(
  folder: string,
  trial: Sweep["trials"][number],
): Promise<{ row: TrialRow; warnings: string[] }> {
  const metrics = await readJsonLines(join(folder, "metrics.jsonl"), epochMetricsSchema);
  const attempts = await readJsonLines(join(folder, "attempts.jsonl"), attemptSchema);
  const warnings = [...metrics.warnings, ...attempts.warnings];
  const holder = readHolder(folder);
  const outcome = (await readResult(folder, warnings)) ?? underWay(folder, holder) ?? lastAttempt(attempts.lines);
  const starts = attempts.lines.filter(({ event }) => event === "start").length;
  return { row: { ...trial, ...outcome, holder, attempts: starts, curve: trainingCurve(metrics.lines) }, warnings };
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

/** Who holds the lease. Silence is told by this machine's clock: nothing that acts goes by it, see `lease/watch.ts`. */
function readHolder(folder: string): TrialHolder | null {
  const lease = readLease(folder);
  if (!lease) return null;
  const { host, pid } = lease;
  try {
    return { host, pid, silence: Math.max(0, Math.round((Date.now() - statSync(leaseFile(folder)).mtimeMs) / 1000)) };
  } catch {
    return null; // given back just now
  }
}

function underWay(folder: string, holder: TrialHolder | null): Outcome | null {
  const lease = readLease(folder);
  if (!holder || !lease) return null;
  const isLost = isDeadHere(lease) || holder.silence > LOST_SECONDS;
  const cause = isLost ? `process ${holder.pid} on ${holder.host} is gone` : null;
  return { state: isLost ? "lost" : "running", cause, result: null };
}

function lastAttempt(attempts: readonly AttemptLine[]): Outcome {
  const last = attempts.at(-1);
  const outcome = { cause: last?.cause ?? null, result: null };
  if (last?.event === "start") return { ...outcome, state: "lost" };
  if (last?.reason === "failed") return { ...outcome, state: "failed" };
  return { ...outcome, state: last?.reason === "preempted" ? "preempted" : "queued" };
}
