/**
 * Trains one network in this process, for `selectivity train`.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { makeFolder, readJson } from "@selectivity-lab/base";
import { setThreads } from "@selectivity-lab/torch";
import { untilJudged } from "../lease/take-over.js";
import { LeaseWatch } from "../lease/watch.js";
import { describePlugin } from "../plugins/plugins.js";
import { relocatePlugins } from "../plugins/recorded.js";
import { describeDifferences, differencesBetween } from "../recipe/differences.js";
import { completeRecordedRecipe } from "../recipe/load.js";
import { isSameContent } from "../recipe/recorded-data.js";
import { requireNoFile, SweepConflictError } from "../records/conflict.js";
import { createChangedDataError } from "../records/data-error.js";
import { readRecordedData } from "../records/read-data.js";
import { sweepSchema } from "../records/sweep.js";
import { type Trial, trialSchema } from "../records/trial.js";
import { trialFiles } from "../records/trial-files.js";
import { requireOwnFolders } from "../records/trial-owner.js";
import type { TrialResult } from "../records/trial-result.js";
import { writingTo } from "../records/writing-to.js";
import type { TrialHost } from "./attempt.js";
import { isFinished, readEnding } from "./read-ending.js";
import { runTrial } from "./run-trial.js";
import { describeImageCounts } from "./setup/image-counts.js";
import { disposeData, loadData, requireTrial } from "./setup/prepare.js";
import { describeSharedImages } from "./setup/shared-images.js";
import { createTrial, selectDeterminingKeys } from "./trial.js";

/** How to train a trial. */
export interface TrainOptions extends TrialHost {
  readonly folder: string;
  readonly dataDirs?: readonly string[];
  /** Place to which the data were moved since the trial began. */
  readonly movedData?: string | undefined;
  /** Receives a line about a download. */
  notify?(line: string): void;
}

/**
 * Trains a trial, or continues it; one that diverged starts again.
 *
 * @returns the result; `null` when it was stopped and saved.
 * @throws {@link SweepConflictError} when the folder contains a different trial; errors of recipe, data and model before anything is written.
 */
export async function trainTrial(
  asked: Trial,
  { folder, dataDirs = [], movedData: moved, ...host }: TrainOptions,
): Promise<TrialResult | null> {
  const present = await requireSame(asked, folder);
  if (asked.data && isFinished(folder)) {
    const { result } = readEnding(folder);
    if (result?.status === "done") return result; // whatever has become of its data: nobody asks for others
  }
  const recorded = present?.data;
  const trial = present ? { ...asked, recipe: { ...asked.recipe, countsAtMost: present.recipe.countsAtMost } } : asked;
  const { threads } = trial.recipe;
  setThreads(threads === "auto" ? availableParallelism() : threads);
  const how = { dataDirs, recorded: trial.data, moved, ...(host.notify && { notify: host.notify }) };
  const data = await loadData(trial.recipe, how);
  try {
    if (recorded && !isSameContent(recorded.sha256, data.record.sha256))
      throw createChangedDataError(trial.recipe.dataset, recorded, data.record);
    const counts = describeImageCounts(trial.recipe, requireTrial(trial.recipe, data), data.train.labels.numel);
    const shared = present ? undefined : describeSharedImages(data);
    for (const line of [counts, shared]) if (line) host.notify?.(line);
    await writingTo(folder, async () => makeFolder(folder));
    await forgetDivergence(folder);
    const watch = host.watch ?? new LeaseWatch();
    await untilJudged(folder, watch, host.stop, host.notify);
    return await runTrial(
      { ...trial, data: recorded ? { ...data.record, sha256: recorded.sha256 } : data.record },
      folder,
      data,
      { ...host, watch },
    );
  } finally {
    disposeData(data);
  }
}

/**
 * Reads the trial that a folder belongs to.
 *
 * @param plugins files; one with the hash of a plugin of the trial gives its present place.
 * @throws {@link SweepConflictError} when there is none.
 */
export async function readTrialFile(folder: string, plugins: readonly string[] = []): Promise<Trial> {
  const file = trialFiles(folder).trial;
  requireNoSweep(folder);
  if (!existsSync(file))
    throw new SweepConflictError({
      problem: `${folder} contains no trial`,
      remedy: "name a recipe to train there",
      path: folder,
    });
  const trial = (await readFromSweep(folder)) ?? (await readJson(file, trialSchema));
  const recipe = completeRecordedRecipe(trial.recipe, file);
  const data = await readRecordedData(folder);
  return {
    ...trial,
    recipe: { ...recipe, plugins: relocatePlugins(recipe.plugins, plugins.map(describePlugin)) },
    ...(data && { data }),
  };
}

/** A network among the files of a sweep would belong to nobody. */
function requireNoSweep(folder: string): void {
  if (!existsSync(path.join(folder, "sweep.json"))) return;
  throw new SweepConflictError({
    problem: `${folder} is a sweep of many networks, and train trains one`,
    remedy: "name another folder with --out, or one of its trials; sweep --resume --out continues the whole sweep",
    path: folder,
  });
}

/** A trial whose own file is damaged, as its sweep describes it; a folder that holds another trial is refused. */
async function readFromSweep(folder: string): Promise<Trial | undefined> {
  const id = path.basename(path.resolve(folder));
  const sweep = path.resolve(folder, "../..");
  const file = path.join(sweep, "sweep.json");
  if (path.basename(path.resolve(folder, "..")) !== "trials" || !existsSync(file)) return undefined;
  const { recipe, trials } = await readJson(file, sweepSchema);
  const planned = trials.find((trial) => trial.id === id);
  if (!planned) return undefined;
  requireOwnFolders(sweep, [planned]);
  return createTrial(completeRecordedRecipe(recipe, file), planned.alpha, planned.seed);
}

/** @returns the trial as the folder records it; `undefined` where it is new. */
async function requireSame({ id, recipe }: Trial, folder: string): Promise<Trial | undefined> {
  requireNoFile(folder);
  requireNoSweep(folder);
  if (!existsSync(trialFiles(folder).trial)) return undefined;
  const present = await readTrialFile(folder);
  if (present.id === id) return present;
  throw new SweepConflictError({
    problem: `${folder} contains a different trial: ${present.id}, not ${id}`,
    details: describeDifferences(
      differencesBetween(selectDeterminingKeys(present.recipe), selectDeterminingKeys(recipe)),
    ),
    remedy: "name another folder with --out",
    path: folder,
  });
}

/** The result of a trial that diverged would only be read back; whoever trains it by name wants to see it happen. */
async function forgetDivergence(folder: string): Promise<void> {
  const { result, metrics } = trialFiles(folder);
  if (readEnding(folder).result?.status !== "diverged") return;
  await Promise.all([result, metrics].map((file) => rm(file, { force: true })));
}
