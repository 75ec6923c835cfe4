/**
 * A worker's work on a job whose folder keeps a lease and a log of attempts.
 *
 * @module
 */
import { hostname } from "node:os";
import { appendLine, makeFolder, summarizeError } from "@selectivity-lab/base";
import { LeaseHeldError } from "../lease/error.js";
import { takeOver } from "../lease/take-over.js";
import { isFullDisk } from "../trial/state/disk.js";
import type { Job, JobEnd, JobNews } from "./job.js";
import type { JobHost } from "./serve-jobs.js";

/** Where a job keeps its lease and its log. */
export type JobPlace = Pick<Job, "folder" | "attempts">;

/**
 * Does a job under the lease of its folder, which is created when missing, and logs start and end.
 *
 * @param work aborts when the signal is aborted: at a stop, or when another process has taken the lease. Returns whether the job is done.
 * @throws {@link LeaseHeldError} while another process works on the job, or when one has taken it over; otherwise what `work` throws.
 */
export async function workUnderLease<News extends JobNews>(
  { folder, attempts }: JobPlace,
  { stop, stopReason, watch }: JobHost<News>,
  work: (stop: AbortSignal) => Promise<boolean>,
): Promise<JobEnd> {
  makeFolder(folder);
  const lease = takeOver(folder, watch);
  const log = (line: object) => appendLine(attempts, { ...line, time: Date.now() / 1000 });
  try {
    await log({ event: "start", host: hostname(), pid: process.pid });
    const isDone = await work(AbortSignal.any([stop, lease.lost]));
    lease.require();
    await log({ event: "end", reason: isDone ? "done" : stopReason() });
    return { status: isDone ? "done" : "stopped", cause: null };
  } catch (error) {
    if (error instanceof LeaseHeldError) throw error;
    const reason = isFullDisk(error) ? "stopped" : "failed"; // a full disk is not the job's fault, and may not even take these words
    await log({ event: "end", reason, cause: summarizeError(error) }).catch(() => {});
    throw error;
  } finally {
    lease.release();
  }
}

/** Logs the failure of a job whose worker died over it; its lease is broken by whoever takes the job next. */
export async function recordJobFailure({ folder, attempts }: JobPlace, cause: string): Promise<void> {
  makeFolder(folder);
  await appendLine(attempts, { event: "end", reason: "failed", cause, time: Date.now() / 1000 });
}
