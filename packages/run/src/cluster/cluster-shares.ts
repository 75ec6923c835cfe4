/**
 * How a task of a cluster divides its cores among networks and threads. The number of threads affects the bits of the results, so it is
 * kept in the sweep's folder, and a sweep that continues with a different number of cores keeps it.
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

/** The cores of a task, and how it divides them. */
export interface ClusterShares {
  /** Cores per task. */
  readonly cores: number;
  /** Networks at the same time in a task. */
  readonly jobs: number;
  /** Threads per network. */
  readonly threads: number;
}

/** Cores per task by default. */
const CORES = 4;

const threadsSchema = z.object({ schema: z.literal(1), threads: z.int().positive() });

/**
 * Divides a task's cores. The recipe's `threads`, or those that the sweep started with, are kept, however many cores there are.
 *
 * @param asked what the user requested; by default there are as many cores as the threads need.
 * @throws {@link ClusterError} where the recipe asks for a different number of threads than the sweep started with.
 */
export async function clusterShares(
  folder: string,
  { threads: wanted }: Pick<Recipe, "threads">,
  { jobs = 1, cores }: { readonly jobs?: number | undefined; readonly cores?: number | undefined },
): Promise<ClusterShares> {
  const kept = await keptThreads(folder);
  if (wanted !== "auto" && kept !== undefined && kept !== wanted)
    throw new ClusterError(
      `${folder} was started with --threads ${kept}, but ${wanted} were requested: its networks would not have the same bits`,
      "leave out --threads, or name another folder with --out",
    );
  const fixed = wanted === "auto" ? kept : wanted;
  if (fixed !== undefined) return { cores: cores ?? jobs * fixed, jobs, threads: fixed };
  const given = cores ?? CORES;
  return { cores: given, jobs, threads: Math.max(1, Math.floor(given / jobs)) };
}

/** Number of tasks per array that Slurm accepts by default. */
const MOST_TASKS = 1000;

/** Number of tasks that keep this many networks busy. @param most largest number that the user allows. */
export function tasksFor(networks: number, { jobs }: ClusterShares, most = MOST_TASKS): number {
  return Math.min(Math.ceil(networks / jobs), most);
}

/** A warning where the threads need more cores than a task has. */
export function sharesWarning({ cores, jobs, threads }: ClusterShares): string | undefined {
  if (cores >= jobs * threads) return undefined;
  return `note: a task has ${cores} of the ${jobs * threads} cores that its threads can use (${jobs} × ${threads}, which the sweep keeps): slower, with the same bits`;
}

/** Records the number of threads that a sweep starts with. */
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
