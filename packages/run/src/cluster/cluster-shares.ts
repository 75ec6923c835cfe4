/**
 * How a task of a cluster uses its cores: so many networks at once, each with so many threads. The number of threads is part of
 * the bits that come out, so it is kept in the sweep's folder, and a sweep that goes on with other cores keeps it.
 *
 *     SWEEP/slurm/threads.json
 *
 * @module
 */

import { existsSync } from "node:fs";
import path from "node:path";
import { makeFolder, readJson, writeJsonAtomically } from "@selectivity-lab/base";
import { z } from "zod";
import type { Recipe } from "../recipe/schema.js";
import { ClusterError } from "../schedulers/contract/cluster-error.js";
import { clusterFolder } from "./cluster-jobs.js";

/** What a task is given, and what it makes of it. */
export interface ClusterShares {
  /** Of a task. */
  readonly cores: number;
  /** Networks at once in a task. */
  readonly jobs: number;
  /** Of each network. */
  readonly threads: number;
}

/** Cores of a task where nobody says how many. */
const CORES = 4;

const threadsSchema = z.object({ schema: z.literal(1), threads: z.int().positive() });

/**
 * Divides a task's cores. A recipe's `threads` and those that the sweep began with are kept, whatever the cores.
 *
 * @param asked what the user said; cores are, by default, as many as the threads need.
 * @throws {@link ClusterError} where the recipe asks for other threads than the sweep began with.
 */
export async function clusterShares(
  folder: string,
  { threads: wanted }: Pick<Recipe, "threads">,
  { jobs = 1, cores }: { readonly jobs?: number | undefined; readonly cores?: number | undefined },
): Promise<ClusterShares> {
  const kept = await keptThreads(folder);
  if (wanted !== "auto" && kept !== undefined && kept !== wanted)
    throw new ClusterError(
      `${folder} was begun with --threads ${kept}, and ${wanted} were asked for: its networks would not come to the same bits`,
      `leave --threads out, or name another folder with --out`,
    );
  const fixed = wanted === "auto" ? kept : wanted;
  if (fixed !== undefined) return { cores: cores ?? jobs * fixed, jobs, threads: fixed };
  const given = cores ?? CORES;
  return { cores: given, jobs, threads: Math.max(1, Math.floor(given / jobs)) };
}

/** Tasks of an array that every Slurm takes, unless it was told otherwise. */
const MOST_TASKS = 1000;

/** How many tasks keep so many networks busy. @param most that the user allows. */
export function tasksFor(networks: number, { jobs }: ClusterShares, most = MOST_TASKS): number {
  return Math.min(Math.ceil(networks / jobs), most);
}

/** What a user should know of shares that do not fit; undefined where they do. */
export function sharesWarning({ cores, jobs, threads }: ClusterShares): string | undefined {
  if (cores >= jobs * threads) return undefined;
  return `note: a task has ${cores} of the ${jobs * threads} cores that its threads could use (${jobs} × ${threads}, which the sweep keeps): slower, but the same bits`;
}

/** Writes down with how many threads a sweep begins. */
export function keepThreads(folder: string, { threads }: ClusterShares): void {
  makeFolder(clusterFolder(folder));
  writeJsonAtomically(fileOf(folder), { schema: 1, threads });
}

async function keptThreads(folder: string): Promise<number | undefined> {
  if (!existsSync(fileOf(folder))) return undefined;
  return (await readJson(fileOf(folder), threadsSchema)).threads;
}

function fileOf(folder: string): string {
  return path.join(clusterFolder(folder), "threads.json");
}
