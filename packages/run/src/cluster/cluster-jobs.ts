/**
 * What was submitted to a cluster for a sweep, so that any process can pick up the thread.
 *
 *     SWEEP/slurm/jobs.jsonl     a line before each submission, and one with what came of it
 *
 * The first line gives the sweep's jobs their name, by which the cluster finds them also when a submitter was killed before its
 * second line.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { appendLine, makeFolder, readJsonLines } from "@selectivity-lab/base";
import { z } from "zod";

const lineSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("submitting"), name: z.string(), tasks: z.int(), script: z.string(), time: z.number() }),
  z.object({ event: z.literal("submitted"), name: z.string(), job: z.string(), time: z.number() }),
  z.object({ event: z.literal("refused"), name: z.string(), cause: z.string(), time: z.number() }),
]);
type Line = z.infer<typeof lineSchema>;
type WithoutTime<L> = L extends Line ? Omit<L, "time"> : never;

/** Where a sweep keeps what concerns its cluster. */
export function clusterFolder(folder: string): string {
  return path.join(folder, "slurm");
}

/** What the log of a sweep's jobs says. */
export interface ClusterJobs {
  /** Of all jobs of the sweep; null where nothing was ever submitted. */
  readonly name: string | null;
  /** Those that are known to have been taken in. */
  readonly jobs: readonly string[];
  /** Submissions so far, whatever came of them. */
  readonly submissions: number;
  /** Nobody wrote down what came of the last submission: its job may be there. */
  readonly isUnanswered: boolean;
}

/** Reads the log of a sweep's jobs. */
export async function clusterJobs(folder: string): Promise<ClusterJobs> {
  const { lines } = await readJsonLines(logOf(folder), lineSchema);
  return {
    name: lines[0]?.name ?? null,
    jobs: lines.flatMap((line) => (line.event === "submitted" ? [line.job] : [])),
    submissions: lines.filter(({ event }) => event === "submitting").length,
    isUnanswered: lines.at(-1)?.event === "submitting",
  };
}

/** Writes a line into the log of a sweep's jobs. */
export function recordJob(folder: string, line: WithoutTime<Line>): Promise<void> {
  makeFolder(clusterFolder(folder));
  return appendLine(logOf(folder), { ...line, time: Date.now() / 1000 });
}

/** A name for the jobs of a sweep, which no other sweep's have, and every cluster's shell takes. */
export function newJobName(folder: string): string {
  const own = nameFolder(folder).replace(/[^A-Za-z0-9._-]+/g, "_");
  return `selectivity-${own.slice(0, LONGEST_NAME)}-${randomBytes(6).toString("hex")}`;
}

const LONGEST_NAME = 60;

/** The folder's own name; a folder within a sweep, such as its robustness evaluation, is named after both. */
function nameFolder(folder: string): string {
  const absolute = path.resolve(folder);
  const above = path.dirname(absolute);
  const own = path.basename(absolute);
  return existsSync(path.join(above, "sweep.json")) ? `${path.basename(above)}-${own}` : own;
}

/** When the last job was submitted, in seconds since 1970: what has failed since is not for each of its tasks to try again. */
export async function readSubmissionTime(folder: string): Promise<number | undefined> {
  const { lines } = await readJsonLines(logOf(folder), lineSchema);
  return lines.at(-1)?.time;
}

/** The folder of a sweep and those right below it for which something was submitted to a cluster. */
export function listClusterFolders(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.map(({ name }) => path.join(folder, name))].filter((home) => existsSync(logOf(home)));
}

function logOf(folder: string): string {
  return path.join(clusterFolder(folder), "jobs.jsonl");
}
