/**
 * The folder of a sweep: opened for the first time, or again for the very same sweep.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import {
  FileError,
  makeFolder,
  readJson,
  summarizeError,
  writeJsonAtomically,
  writeJsonOnce,
} from "@selectivity-lab/base";
import { type Difference, describeDifferences, differencesBetween } from "../recipe/differences.js";
import { completeRecordedRecipe, type NamedRecipe } from "../recipe/load.js";
import { isSameContent } from "../recipe/recorded-data.js";
import { requireNoFile, SweepConflictError } from "../records/conflict.js";
import { type Sweep, selectRecordedData, sweepSchema } from "../records/sweep.js";
import { writingTo } from "../records/writing-to.js";
import { listTrials } from "../trial/trial.js";

/**
 * Makes the folder of a sweep, or opens it again.
 *
 * @param options.extend allow that alphas and seeds differ, and write them anew.
 * @param options.movesData record where the data are now, even if they are still at their recorded place, too.
 * @throws {@link SweepConflictError} listing every difference; nothing is changed then.
 */
export async function openSweep(
  folder: string,
  sweep: Sweep,
  { extend = false, movesData = false } = {},
): Promise<void> {
  const file = path.join(folder, "sweep.json");
  requireNoFile(folder);
  if (!existsSync(file) && (await begin(folder, sweep))) return;
  const present = (await sweepIn(folder)) as Sweep;
  const asItIsRead = { ...present, recipe: completeRecordedRecipe(present.recipe, file) };
  const differences = differencesBetween(comparable(asItIsRead), comparable(sweep));
  if (differences.length === 0 && !hasMoved(present, sweep, movesData)) return;
  if (differences.length > 0 && (!extend || !differences.every(isExtent)))
    throw conflict(folder, [...placesOf(present, sweep), ...differences]);
  const next = differences.length > 0 ? withExtentOf(present, sweep) : { ...present, data: sweep.data };
  await writingTo(folder, async () => writeJsonAtomically(file, next));
}

/** Keeps the alphas and seeds that another process has added in the meantime: each trains its own. */
function withExtentOf(present: Sweep, sweep: Sweep): Sweep {
  const alphas = [...new Set([...present.alphas, ...sweep.alphas])];
  const seeds = [...new Set([...present.seeds, ...sweep.seeds])];
  const recipe = { ...sweep.recipe, alpha: alphas, seed: seeds };
  const trials = listTrials(recipe).map(({ id, alpha, seed }) => ({ id, alpha, seed }));
  return { ...sweep, recipe, alphas, seeds, trials };
}

/** Whether the same data lie elsewhere now: the user says so, or the recorded place is gone. */
function hasMoved({ data: { path: before } }: Sweep, { data: { path: now } }: Sweep, isSaid: boolean): boolean {
  return now !== undefined && now !== before && (isSaid || (before !== undefined && !existsSync(before)));
}

/** Where different data lie: the checksums alone tell nobody which folder is meant. */
function placesOf({ data: present }: Sweep, { data: wanted }: Sweep): Difference[] {
  const [before, now] = [present.path ?? present.name, wanted.path ?? wanted.name];
  if (isSameContent(present.sha256, wanted.sha256) || before === now) return [];
  return [{ key: "data", present: before, wanted: now }];
}

/** Writes a new sweep's description. @returns whether this process was the first to do so. */
async function begin(folder: string, sweep: Sweep): Promise<boolean> {
  return writingTo(folder, async () => {
    makeFolder(folder);
    await requireEmpty(folder);
    return writeJsonOnce(path.join(folder, "sweep.json"), sweep);
  });
}

/** The recipe of the sweep that a folder holds, and its data; `undefined` where it holds none. */
export async function recipeOfSweep(folder: string): Promise<NamedRecipe | undefined> {
  const sweep = await sweepIn(folder);
  return (
    sweep && {
      name: sweep.name,
      recipe: completeRecordedRecipe(sweep.recipe, path.join(folder, "sweep.json")),
      data: selectRecordedData(sweep.data),
    }
  );
}

/**
 * The sweep that a folder holds; `undefined` where it holds none.
 *
 * @throws {@link SweepConflictError} where its description is damaged.
 */
export async function sweepIn(folder: string): Promise<Sweep | undefined> {
  const file = path.join(folder, "sweep.json");
  if (!existsSync(file)) return undefined;
  try {
    return await readJson(file, sweepSchema);
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new SweepConflictError({
      problem: summarizeError(cause),
      remedy: `start the same sweep in another folder with --out, and move ${path.join(folder, "trials")} into it: trials are found by their ids`,
      path: file,
      cause,
    });
  }
}

/** Writes a sweep anew that has got more seeds. */
export function rewriteSweep(folder: string, sweep: Sweep): Promise<void> {
  return writingTo(folder, async () => writeJsonAtomically(path.join(folder, "sweep.json"), sweep));
}

async function requireEmpty(folder: string): Promise<void> {
  const inside = (await readdir(folder)).filter((name) => !isBegun(name));
  if (inside.length === 0) return;
  throw new SweepConflictError({
    problem: `${folder} contains other files but no sweep: ${inside.slice(0, 5).join(", ")}${inside.length > 5 ? ", …" : ""}`,
    remedy: "name an empty or a new folder with --out",
    path: folder,
  });
}

/** What another process, or one that died, writes or has left of a description; or the description, just now written. */
function isBegun(name: string): boolean {
  return name.endsWith(".tmp") || name === "sweep.json";
}

function conflict(folder: string, differences: readonly Difference[]): SweepConflictError {
  const remedy = `name another folder with --out${differences.every(isExtent) ? ", or add to this sweep with --extend" : ""}`;
  return new SweepConflictError({
    problem: `${folder} contains a different sweep`,
    details: describeDifferences(differences),
    remedy,
    path: folder,
  });
}

/** What must be equal for two sweeps to be the same: not where or how fast they ran, nor where their plugins lie. */
function comparable({ recipe, alphas, seeds, until, data }: Sweep): Record<string, unknown> {
  const { alpha, seed, threads, device, expected, checkpointMinutes, countsAtMost, ...rest } = recipe;
  return {
    ...rest,
    plugins: recipe.plugins.map(({ sha256 }) => sha256),
    alphas,
    seeds,
    ...(until && { until: `${until.rule}, at most ${until.maxSeeds} seeds` }),
    ...Object.fromEntries(Object.entries(data.sha256).map(([k, v]) => [`sha256 of ${k}`, v])),
  };
}

/** Alphas and seeds say how far a sweep extends, all else what it is. */
function isExtent({ key }: Difference): boolean {
  return key === "alphas" || key === "seeds";
}
