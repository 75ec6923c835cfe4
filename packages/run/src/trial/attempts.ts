/**
 * The log of attempts at a trial: which process worked on it, when, and why it ended.
 *
 * @module
 */

import { hostname } from "node:os";
import { appendLine, makeFolder, readJsonLines, writeJsonAtomically } from "@selectivity-lab/base";
import { getThreads, kernels } from "@selectivity-lab/torch";
import { breakLease, readLease } from "../lease/lease.js";
import { isDeadHere } from "../lease/watch.js";
import { attemptSchema } from "../records/attempt.js";
import type { Trial } from "../records/trial.js";
import { trialFiles } from "../records/trial-files.js";
import { versions } from "../records/versions.js";

/** Logs the start of an attempt. @returns its number, from 1. */
export async function beginAttempt(folder: string, { recipe }: Trial): Promise<number> {
  const attempt = 1 + (await startsOf(folder));
  const where = { host: hostname(), pid: process.pid, device: recipe.device, threads: getThreads() };
  const { running } = kernels();
  await append(folder, { event: "start", attempt, ...where, kernels: running, versions: versions() });
  return attempt;
}

/** Logs the end of an attempt. @param reason the status of the result, "stopped" or "failed". */
export function endAttempt(folder: string, attempt: number, reason: string, cause?: string | null): Promise<void> {
  return append(folder, { event: "end", attempt, reason, cause: cause ?? undefined });
}

/**
 * Records in a trial's folder that it failed, where the process that trained it could not. A trial that another process has taken
 * since has not failed.
 */
export async function recordFailure(trial: Trial, folder: string, cause: string): Promise<void> {
  const lease = readLease(folder);
  if (lease && !isDeadHere(lease)) return;
  const { trial: file, attempts } = trialFiles(folder);
  makeFolder(folder);
  writeJsonAtomically(file, trial);
  const last = (await readJsonLines(attempts, attemptSchema)).lines.at(-1);
  if (lease) breakLease(folder, lease.token);
  if (last?.reason !== "failed") await endAttempt(folder, await startsOf(folder), "failed", cause);
}

async function startsOf(folder: string): Promise<number> {
  const { lines } = await readJsonLines(trialFiles(folder).attempts, attemptSchema);
  return lines.filter(({ event }) => event === "start").length;
}

function append(folder: string, line: object): Promise<void> {
  return appendLine(trialFiles(folder).attempts, { ...line, time: Date.now() / 1000 });
}
