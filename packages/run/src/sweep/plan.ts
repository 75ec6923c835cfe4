/**
 * How a sweep divides the cores among workers and threads. For a long sweep this is measured on its first trial, not guessed; and it is
 * kept in the sweep's folder, because the number of threads affects the bits of the results, and a sweep that is resumed must give the
 * same bits as one that was never stopped.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { readJson, writeJsonAtomically } from "@selectivity-lab/base";
import { z } from "zod";
import { memoryLeft } from "../pool/memory-left.js";
import { memoryShortage, peakMemory } from "../pool/shortage.js";
import { createTrialJob, describeTrialWorker } from "../pool/trials/trial-job.js";
import { WorkerProcess } from "../pool/worker-process.js";
import type { Recipe } from "../recipe/schema.js";
import type { Trial } from "../records/trial.js";

/** Workers, and threads of each. */
const sharesSchema = z.object({ workers: z.int().positive(), threads: z.int().positive() });
/** Workers, and threads of each. */
export type Shares = z.infer<typeof sharesSchema>;

/** SWEEP/plan.json */
const planSchema = sharesSchema.extend({
  schema: z.literal(1),
  cores: z.int(),
  measured: z.array(sharesSchema.extend({ imagesPerSecond: z.number() })),
});

/** Below so many training images in all, measuring takes longer than it can save. */
const WORTH_MEASURING = 500_000;
const SECONDS_EACH = 2;
/** On a GPU small networks leave room for each other, but each has a context of its own there, of half a gigabyte. */
const MOST_ON_A_GPU = 8;

/** What {@link planShares} goes by. */
export interface PlanOptions {
  readonly folder: string;
  /** Workers that the user asked for. */
  readonly jobs: number | undefined;
  readonly dataDirs: readonly string[];
  readonly stop: AbortSignal;
  /** Training images of one trial's epoch. */
  readonly trainImages: number;
  /** Told, in one line, before the seconds of measuring. */
  notify?(line: string): void;
}

/**
 * The threads per worker that {@link planShares} will come to, as far as that can be known before the data are looked at; undefined where it
 * would have to be measured.
 */
export async function foreseeThreads(
  recipe: Recipe,
  trials: number,
  { folder, jobs }: Pick<PlanOptions, "folder" | "jobs">,
): Promise<number | undefined> {
  if (recipe.threads !== "auto") return recipe.threads;
  const cores = availableParallelism();
  const widest = sharesOf(cores, Math.min(jobs ?? mostWorkers(recipe, cores), trials));
  const isShort = recipe.trainImages !== null && recipe.trainImages * recipe.epochs * trials < WORTH_MEASURING;
  if (jobs !== undefined || isShort) return widest.threads;
  try {
    return (await keptPlan(folder, cores))?.threads;
  } catch {
    return undefined; // whoever needs the plan says what is wrong with it
  }
}

/** Divides the cores among the trials of a sweep. What is asked for by `jobs` or the recipe's `threads` is done. */
export async function planShares(recipe: Recipe, trials: readonly Trial[], options: PlanOptions): Promise<Shares> {
  const { threads } = recipe;
  const cores = availableParallelism();
  const { jobs } = options;
  if (threads !== "auto")
    return { workers: Math.min(jobs ?? Math.max(1, Math.floor(cores / threads)), trials.length), threads };
  const widest = sharesOf(cores, Math.min(jobs ?? mostWorkers(recipe, cores), trials.length));
  if (jobs !== undefined || options.trainImages * recipe.epochs * trials.length < WORTH_MEASURING) return widest;
  return (
    (await keptPlan(options.folder, cores)) ??
    measurePlan(candidates(cores, widest.workers), cores, trials[0] as Trial, options)
  );
}

function mostWorkers({ device }: Recipe, cores: number): number {
  return device === "cpu" ? cores : Math.min(cores, MOST_ON_A_GPU);
}

function sharesOf(cores: number, workers: number): Shares {
  return { workers, threads: Math.max(1, Math.floor(cores / workers)) };
}

/** From one trial a core to one trial on all cores, each time half as many. */
function candidates(cores: number, widest: number): Shares[] {
  const counts = Array.from({ length: Math.floor(Math.log2(widest)) + 1 }, (_, half) => Math.ceil(widest / 2 ** half));
  return [...new Set(counts)].map((workers) => sharesOf(cores, workers));
}

async function keptPlan(folder: string, cores: number): Promise<Shares | undefined> {
  const file = path.join(folder, "plan.json");
  if (!existsSync(file)) return undefined;
  const plan = await readJson(file, planSchema);
  return plan.cores === cores ? plan : undefined;
}

async function measurePlan(
  choices: readonly Shares[],
  cores: number,
  trial: Trial,
  options: PlanOptions,
): Promise<Shares> {
  options.notify?.("measuring how many networks to train at the same time");
  const measured = [];
  let size = 0;
  for (const shares of choices.toReversed()) {
    if (options.stop.aborted) return choices[0] as Shares;
    if (memoryShortage(shares.workers * size, memoryLeft()) !== undefined) break; // so few show what many would take
    const { imagesPerSecond, peak } = await paceTogether(shares, trial, options);
    size = Math.max(size, peak);
    measured.unshift({ ...shares, imagesPerSecond });
  }
  const { workers, threads } = measured.reduce((best, next) =>
    next.imagesPerSecond > best.imagesPerSecond ? next : best,
  );
  writeJsonAtomically(path.join(options.folder, "plan.json"), { schema: 1, cores, workers, threads, measured });
  return { workers, threads };
}

/** Images a second of all workers together, running at the same time as they will; and the most memory of one, in bytes. */
async function paceTogether(
  { workers, threads }: Shares,
  trial: Trial,
  { folder, dataDirs, stop }: PlanOptions,
): Promise<{ imagesPerSecond: number; peak: number }> {
  const job = createTrialJob(trial, folder); // nothing is written: it is only timed
  const processes = Array.from(
    { length: workers },
    () => new WorkerProcess(describeTrialWorker({ threads, dataDirs }), stop),
  );
  try {
    const paces = await Promise.all(processes.map((worker) => worker.measurePace(job, SECONDS_EACH)));
    const peak = Math.max(...processes.map(({ pid }) => peakMemory(pid)));
    return { imagesPerSecond: paces.reduce((sum, pace) => sum + pace, 0), peak };
  } finally {
    for (const worker of processes) worker.dismiss();
  }
}
