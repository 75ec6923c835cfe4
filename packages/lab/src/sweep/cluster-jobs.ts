/**
 * The jobs that were submitted for a sweep, so that any process can pick up the thread.
 *
 *     SWEEP/slurm/jobs.jsonl     one line a job
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readJsonLines } from "../files/read-json-lines.js";
import { appendLine } from "../trial/folder.js";

const jobSchema = z.object({ job: z.string(), tasks: z.int(), script: z.string(), time: z.number() });

/** Where a sweep keeps what concerns its cluster. */
export function clusterFolder(folder: string): string {
  return path.join(folder, "slurm");
}

/** Names of all jobs that were ever submitted. */
export async function submittedJobs(folder: string): Promise<string[]> {
  const { lines } = await readJsonLines(path.join(clusterFolder(folder), "jobs.jsonl"), jobSchema);
  return lines.map(({ job }) => job);
}

/** Writes a job down. */
export function recordJob(folder: string, job: { job: string; tasks: number; script: string }): Promise<void> {
  mkdirSync(clusterFolder(folder), { recursive: true });
  return appendLine(path.join(clusterFolder(folder), "jobs.jsonl"), { ...job, time: Date.now() / 1000 });
}
