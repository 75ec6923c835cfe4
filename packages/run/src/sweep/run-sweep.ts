/**
 * Runs a sweep: one recipe at every alpha with every seed. Running it again continues with what is not finished.
 *
 * @module
 */

import { runTrials, type SchedulerEvent } from "../pool/trials/run-trials.js";
import { createTrialJob } from "../pool/trials/trial-job.js";
import type { NamedRecipe } from "../recipe/load.js";
import type { RecordedData } from "../recipe/recorded-data.js";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import type { StoppingRule } from "../records/stopping-rule.js";
import { type Sweep, selectRecordedData } from "../records/sweep.js";
import type { SweepTable, TrialState } from "../records/sweep-table.js";
import type { Trial } from "../records/trial.js";
import { trialFolder } from "../records/trial-files.js";
import type { UsedImages } from "../records/used-images.js";
import { versions } from "../records/versions.js";
import { readSweep } from "../table/read-sweep.js";
import { describeImageCounts } from "../trial/setup/image-counts.js";
import { disposeData, loadData, requireTrial } from "../trial/setup/prepare.js";
import { describeSharedImages } from "../trial/setup/shared-images.js";
import { listTrials } from "../trial/trial.js";
import { type EarlyWorker, startEarlyWorker } from "./early-worker.js";
import { findUnfinished } from "./find-unfinished.js";
import { openSweep } from "./folder.js";
import { planShares, type Shares } from "./plan.js";
import { addSeed, type Extent, resolveExtent } from "./seeds.js";

/** How to run a sweep. */
export interface SweepOptions {
  readonly folder: string;
  /** Number of worker processes; by default what uses the cores best, measured where that pays off. */
  readonly jobs?: number | undefined;
  /** Folders that are searched for data before all other places. */
  readonly dataDirs?: readonly string[];
  /** Place to which the data were moved since the sweep began; recorded once their checksums are compared. */
  readonly movedData?: string | undefined;
  /** Whether to add the recipe's alphas and seeds to the sweep in the folder. */
  readonly extend?: boolean;
  /** The rule by which seeds are added; a sweep that has a rule keeps it. */
  readonly until?: StoppingRule | undefined;
  /** Starts of a trial whose workers die, before it counts as failed; 3 by default. */
  readonly maxAttempts?: number | undefined;
  /** Whether to stop everything at the first trial that fails. */
  readonly failFast?: boolean;
  /** Train only trials in these states; by default all that are not finished. */
  readonly only?: readonly TrialState[] | undefined;
  /** Once aborted, trials save and stop. */
  readonly stop: AbortSignal;
  /** Called before the first trial starts, and again after a seed was added. */
  onPlan?(plan: SweepPlan): void;
  /** Called for everything that happens to trials. */
  onEvent?(event: SchedulerEvent): void;
  /** Receives a line about what takes a while: a download, a measurement. */
  notify?(line: string): void;
}

/** What a sweep will do. */
export interface SweepPlan {
  readonly trials: readonly Trial[];
  /** Trials that are not finished. */
  readonly pending: readonly Trial[];
  readonly workers: number;
  /** Threads per worker. */
  readonly threads: number;
}

/**
 * Runs a sweep, or continues it.
 *
 * Everything that can be wrong with the recipe, the data or the folder is found before the first trial starts.
 *
 * @returns the sweep as its folder then is, whatever happened to its trials.
 * @throws {@link RecipeError}, {@link StoppingRuleError}, {@link SweepConflictError} or an error of the data set; nothing has
 *   been trained then.
 */
export async function runSweep(named: NamedRecipe, options: SweepOptions): Promise<SweepTable> {
  const early = await startEarlyWorker(named.recipe, options);
  try {
    const sweep = await prepareSweep(named, options);
    let round: Round | null = sweep;
    let shares: Shares | undefined;
    while (true) {
      if (round.pending.length > 0) shares ??= await sharesFor(sweep, options);
      await train(round, shares ?? NOBODY, early, options);
      const table = await readSweep(options.folder);
      round = await nextRound(table, options);
      if (!round) return table;
    }
  } finally {
    early.dismiss();
  }
}

/** Of a sweep in which nothing is left to do. */
const NOBODY: Shares = { workers: 1, threads: 1 };

/** By the trials that the sweep begins with: so it does not matter for the bits how often it was interrupted. */
function sharesFor({ recipe, until, images, data }: PreparedSweep, options: SweepOptions): Promise<Shares> {
  const first = listTrials(until ? { ...recipe, seed: until.firstSeeds } : recipe, data);
  const { jobs, dataDirs = [] } = options;
  return planShares(recipe, first, { ...options, jobs, dataDirs, trainImages: images.train });
}

async function train(
  { trials, pending }: Round,
  shares: Shares,
  early: EarlyWorker,
  options: SweepOptions,
): Promise<void> {
  const { folder, dataDirs = [], stop, maxAttempts, failFast = false } = options;
  options.onPlan?.({ trials, pending, ...shares });
  const jobs = pending.map((trial) => createTrialJob(trial, trialFolder(folder, trial), folder));
  const onEvent = (event: SchedulerEvent) => options.onEvent?.(event);
  const worker = jobs.length > 0 ? early.take(shares) : undefined;
  await runTrials(jobs, { ...shares, worker, dataDirs, stop, maxAttempts, failFast, onEvent });
}

/** The trials of a sweep, and those to be worked on now. */
export interface Round {
  readonly trials: readonly Trial[];
  readonly pending: readonly Trial[];
}

/** What there is to do when all is done: nothing, unless the sweep's rule asks for another seed. */
export async function nextRound(
  table: SweepTable,
  { folder, only, stop, notify = () => {} }: Pick<SweepOptions, "folder" | "only" | "stop" | "notify">,
): Promise<Round | null> {
  if (only || stop.aborted) return null;
  const trials = await addSeed(table, notify);
  return trials && { trials, pending: findUnfinished(folder, trials) };
}

/** A sweep whose folder is open: what is to be trained. */
export interface PreparedSweep extends Extent, Round {
  /** How many images a trial uses. */
  readonly images: UsedImages;
  /** What the sweep records of its data. */
  readonly data: RecordedData;
}

/** What {@link prepareSweep} goes by. */
export interface PrepareOptions
  extends Pick<SweepOptions, "folder" | "dataDirs" | "movedData" | "extend" | "until" | "only" | "notify"> {
  /** It will be trained on other machines: their devices need not be there on this one. */
  readonly elsewhere?: boolean;
}

/**
 * Opens a sweep's folder, with all that can be wrong found out before.
 *
 * @throws {@link RecipeError}, {@link StoppingRuleError}, {@link SweepConflictError} or an error of the data set; nothing has
 *   been trained then.
 */
export async function prepareSweep(named: NamedRecipe, options: PrepareOptions): Promise<PreparedSweep> {
  const { folder, extend = false, movedData } = options;
  const extent = await resolveExtent(named.recipe, options);
  const { sweep, images } = await describeSweep(named, extent, options);
  await openSweep(folder, sweep, { extend, movesData: movedData !== undefined });
  const data = selectRecordedData(sweep.data);
  const trials = listTrials(extent.recipe, data);
  const open = findUnfinished(folder, trials);
  return { ...extent, trials, pending: (await inStates(trials, options)) ?? open, images, data };
}

/** The trials in the states asked for; null where none are, and all that are not finished are meant. */
async function inStates(trials: readonly Trial[], { folder, only }: PrepareOptions): Promise<Trial[] | null> {
  if (!only) return null;
  const { rows } = await readSweep(folder);
  const wanted = new Set(rows.filter(({ state }) => only.includes(state)).map(({ id }) => id));
  return trials.filter(({ id }) => wanted.has(id));
}

/** What a sweep is, and how many images a trial uses; meets the errors of an impossible recipe, and writes nothing. */
export async function describeSweep(
  { name, data: recorded }: Pick<NamedRecipe, "name" | "data">,
  { recipe, until }: Extent,
  options: PrepareOptions,
): Promise<{ sweep: Sweep; images: UsedImages }> {
  const { dataDirs = [], notify = () => {}, elsewhere = false, movedData: moved } = options;
  const here: Recipe =
    elsewhere && recipe.device !== "cpu" ? { ...recipe, device: "cpu", precision: "float32" } : recipe;
  const data = await loadData(here, { dataDirs, notify, recorded, moved });
  try {
    const images = requireTrial(here, data);
    const counts = describeImageCounts(recipe, images, data.train.labels.numel);
    if (counts) notify(`${name}: ${counts}`);
    const shared = recorded ? undefined : describeSharedImages(data); // said when the sweep is made, not whenever it is continued
    if (shared) notify(shared);
    const sweep: Sweep = {
      schema: 1,
      name,
      recipe,
      alphas: listAlphas(recipe),
      seeds: listSeeds(recipe),
      ...(until && { until }),
      versions: versions(),
      images,
      data: { name: recipe.dataset, ...data.record, ...(recorded && { sha256: recorded.sha256 }) },
      trials: listTrials(recipe).map(({ id, alpha, seed }) => ({ id, alpha, seed })),
    };
    return { sweep, images };
  } finally {
    disposeData(data);
  }
}
