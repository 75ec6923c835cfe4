/**
 * From one trial's folder to its row of the table.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { FileError, readJson, readJsonLines } from "@selectivity-lab/base";
import { type LeaseDocument, leaseFile, lookAtLease } from "../lease/lease.js";
import { isAliveHere, isDeadHere, LOST_SECONDS } from "../lease/watch.js";
import { attemptSchema } from "../records/attempt.js";
import { type EpochMetrics, type epochMetricsSchema, epochSummarySchema } from "../records/epoch-metrics.js";
import type { Sweep } from "../records/sweep.js";
import type { TrialHistory, TrialHolder, TrialRow } from "../records/sweep-table.js";
import { createForeignFolderError } from "../records/trial-owner.js";
import { trialResultSchema } from "../records/trial-result.js";
import { trainingCurve } from "./training-curve.js";

type Outcome = Pick<TrialRow, "state" | "cause" | "result">;
type AttemptLine = { event: string; reason?: string | undefined; cause?: string | null | undefined };

/** What a trial's folder gave, and what of it could not be read, each with its path. */
interface Read<Row> {
  readonly row: Row;
  readonly warnings: readonly string[];
}

/** Reads the row of a planned trial. A folder that is absent or half written is a row too: that of a queued trial. */
export async function readTrial(folder: string, trial: Sweep["trials"][number]): Promise<Read<TrialRow>> {
  const attempts = await readJsonLines(join(folder, "attempts.jsonl"), attemptSchema);
  const warnings = [...attempts.warnings];
  const begun = { ...trial, attempts: attempts.lines.filter(({ event }) => event === "start").length };
  const outcome = await readResult(folder, trial.id, warnings);
  if (outcome?.result) return { row: { ...begun, ...outcome, holder: null, epochs: outcome.result.epochs }, warnings };
  const found = lookAtLease(folder);
  if (found === "unreadable") warnings.push(`${leaseFile(folder)} cannot be read: nobody knows whose it is.`);
  const lease = found === "unreadable" ? undefined : found;
  const holder = lease ? holderOf(folder, lease) : null;
  const { curve, warnings: torn } = await readCurve(folder, epochSummarySchema);
  return {
    row: {
      ...begun,
      ...(outcome ?? underWay(lease, holder) ?? lastAttempt(attempts.lines)),
      ...{ holder, epochs: curve.at(-1)?.epoch ?? 0 },
    },
    warnings: [...torn, ...warnings],
  };
}

/** The same with every epoch, as far as the schema keeps it. */
export async function readTrialHistory(
  folder: string,
  trial: Sweep["trials"][number],
  schema: EpochSchema,
): Promise<Read<TrialHistory>> {
  const { row, warnings } = await readTrial(folder, trial);
  const { curve, warnings: torn } = await readCurve(folder, schema);
  return { row: { ...row, curve }, warnings: [...new Set([...torn, ...warnings])] };
}

type EpochSchema = typeof epochMetricsSchema | typeof epochSummarySchema;

async function readCurve(folder: string, schema: EpochSchema): Promise<{ curve: EpochMetrics[]; warnings: string[] }> {
  const { lines, warnings } = await readJsonLines<EpochSchema>(join(folder, "metrics.jsonl"), schema);
  return { curve: trainingCurve(lines), warnings };
}

async function readResult(folder: string, id: string, warnings: string[]): Promise<Outcome | null> {
  const path = join(folder, "result.json");
  if (!existsSync(path)) return null;
  try {
    const result = await readJson(path, trialResultSchema);
    if (result.id === id) return { state: result.status, cause: result.cause, result };
    const { problem } = createForeignFolderError(folder, id, result.id);
    warnings.push(problem);
    return { state: "failed", cause: problem, result: null };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    warnings.push(error.problem);
    return { state: "failed", cause: error.problem, result: null };
  }
}

/** Who holds a lease. Silence is told by this machine's clock: nothing that acts goes by it, see `lease/watch.ts`. */
function holderOf(folder: string, { host, pid }: LeaseDocument): TrialHolder | null {
  try {
    return { host, pid, silence: Math.max(0, Math.round((Date.now() - statSync(leaseFile(folder)).mtimeMs) / 1000)) };
  } catch {
    return null; // given back just now
  }
}

function underWay(lease: LeaseDocument | undefined, holder: TrialHolder | null): Outcome | null {
  if (!holder || !lease) return null;
  const who = `process ${holder.pid} on ${holder.host}`;
  if (isDeadHere(lease)) return { state: "lost", cause: `${who} is gone`, result: null };
  if (holder.silence > LOST_SECONDS && !isAliveHere(lease))
    return { state: "lost", cause: `${who} has not been heard for ${holder.silence} s`, result: null };
  return { state: "running", cause: null, result: null };
}

function lastAttempt(attempts: readonly AttemptLine[]): Outcome {
  const last = attempts.at(-1);
  const outcome = { cause: last?.cause ?? null, result: null };
  if (last?.event === "start") return { ...outcome, state: "lost" };
  if (last?.reason === "failed") return { ...outcome, state: "failed" };
  return { ...outcome, state: last?.reason === "preempted" ? "preempted" : "queued" };
}
