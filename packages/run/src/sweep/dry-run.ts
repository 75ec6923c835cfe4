/**
 * Estimates the cost of a sweep from some of its own steps on this machine; nothing is written.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { scope } from "@selectivity-lab/torch";
import { kilobytes } from "../pool/shortage.js";
import { createTrialJob, describeTrialWorker } from "../pool/trials/trial-job.js";
import { WorkerProcess } from "../pool/worker-process.js";
import { RecipeError } from "../recipe/error.js";
import type { NamedRecipe } from "../recipe/load.js";
import type { RecordedData } from "../recipe/recorded-data.js";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import { selectRecordedData } from "../records/sweep.js";
import type { Trial } from "../records/trial.js";
import { trialFolder } from "../records/trial-files.js";
import type { UsedImages } from "../records/used-images.js";
import { isFinished } from "../trial/read-ending.js";
import { createNetwork, disposeData, loadData } from "../trial/setup/prepare.js";
import { listTrials } from "../trial/trial.js";
import { describeSweep, type SweepOptions } from "./run-sweep.js";
import { resolveExtent } from "./seeds.js";

/** Estimated cost of a sweep. */
export interface SweepEstimate {
  readonly networks: number;
  /** Networks including all seeds that the sweep's rule may add. */
  readonly mostNetworks: number;
  /** How many images each network uses. */
  readonly images: UsedImages;
  /** Number of networks that are finished in the folder. */
  readonly done: number;
  readonly workers: number;
  /** Threads per worker. */
  readonly threads: number;
  /** Training images per second of all workers together: the slower and the faster of two measurements. */
  readonly imagesPerSecond: readonly [number, number];
  /** Seconds for what is left: a tenth less than at the faster pace, a quarter more than at the slower pace with all seeds. */
  readonly seconds: readonly [number, number];
  /** Approximate bytes of disk that the finished sweep will take in addition. */
  readonly diskBytes: number;
  /** Largest memory of one worker during the measurement, in bytes; 0 where the system does not say. */
  readonly memoryBytes: number;
}

/** Evaluating an image costs about a third of training on it: one pass forward instead of one forward and two back. */
const LOOK_COST = 1 / 3;

const SECONDS_EACH = 2;

/** A line of metrics, and all small files of a trial, in bytes. */
const LINE = 1000;
const SMALL_FILES = 30_000;

/** What {@link estimateSweep} needs to know. */
export type EstimateOptions = Pick<
  SweepOptions,
  "folder" | "dataDirs" | "movedData" | "extend" | "until" | "jobs" | "notify" | "stop"
>;

/**
 * Estimates a sweep.
 *
 * @throws what a sweep would throw for an impossible recipe or data.
 */
export async function estimateSweep(named: NamedRecipe, options: EstimateOptions): Promise<SweepEstimate> {
  const extent = await resolveExtent(named.recipe, options);
  const { recipe, until } = extent;
  const { sweep, images: used } = await describeSweep(named, extent, options);
  const data = selectRecordedData(sweep.data);
  const trials = listTrials(recipe, data);
  const left = trials.filter((trial) => !isFinished(trialFolder(options.folder, trial))).length;
  const mostLeft =
    left + (until ? listAlphas(recipe).length * Math.max(0, until.maxSeeds - listSeeds(recipe).length) : 0);
  const pace = await measurePace(recipe, trials[0] as Trial, Math.max(1, left), options);
  const { images, bytes } = await costOf(recipe, used, data, options);
  const [slow, fast] = pace.imagesPerSecond;
  if (slow === 0 && !options.stop.aborted)
    throw new RecipeError("the recipe", [
      `its steps cannot be timed on this machine (device ${recipe.device}); run the sweep to see why`,
    ]);
  return {
    networks: trials.length,
    mostNetworks: trials.length + mostLeft - left,
    done: trials.length - left,
    images: used,
    ...pace,
    seconds: [(0.9 * left * images) / fast, (1.25 * mostLeft * images) / slow],
    diskBytes: mostLeft * bytes,
  };
}

type Pace = Pick<SweepEstimate, "workers" | "threads" | "imagesPerSecond" | "memoryBytes">;

/** Lets as many workers as the sweep would have train for some seconds, twice. */
async function measurePace(
  recipe: Recipe,
  trial: Trial,
  networks: number,
  { folder, jobs, dataDirs = [], stop }: EstimateOptions,
): Promise<Pace> {
  const job = createTrialJob(trial, folder); // nothing is written: it is only timed
  const cores = availableParallelism();
  const workers = Math.min(jobs ?? cores, networks);
  const threads = recipe.threads === "auto" ? Math.max(1, Math.floor(cores / workers)) : recipe.threads;
  const processes = Array.from(
    { length: workers },
    () => new WorkerProcess(describeTrialWorker({ threads, dataDirs }), stop),
  );
  try {
    const pace = async () => {
      const paces = await Promise.all(processes.map((worker) => worker.measurePace(job, SECONDS_EACH)));
      return paces.reduce((sum, one) => sum + one, 0);
    };
    const [first, second] = [await pace(), await pace()];
    const memoryBytes = 1024 * Math.max(...processes.map(({ pid }) => kilobytes(`/proc/${pid}/status`, "VmHWM")));
    return { workers, threads, imagesPerSecond: [Math.min(first, second), Math.max(first, second)], memoryBytes };
  } finally {
    for (const worker of processes) worker.dismiss();
  }
}

/** What one trial comes to: images learnt from, with those looked at counted by their cost; bytes on disk. */
async function costOf(
  recipe: Recipe,
  { train, validation, test }: UsedImages,
  recorded: RecordedData,
  { dataDirs = [] }: EstimateOptions,
) {
  const data = await loadData(recipe, { dataDirs, recorded });
  try {
    const weights = scope(() => {
      const tensors = [...createNetwork(recipe, 0, data).stateDict().values()];
      const bytes = tensors.reduce((sum, { numel }) => sum + 4 * numel, 0);
      for (const tensor of tensors) tensor.dispose();
      return bytes;
    });
    const epoch = train + LOOK_COST * validation;
    return {
      images: recipe.epochs * epoch + LOOK_COST * test,
      bytes: 2 * weights + LINE * recipe.epochs + SMALL_FILES,
    };
  } finally {
    disposeData(data);
  }
}
