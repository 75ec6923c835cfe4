/**
 * What a sweep would take, from some of its own steps on this machine; nothing is written.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { scope } from "@selectivity-lab/torch";
import type { NamedRecipe } from "../recipe/load.js";
import { kilobytes } from "../schedulers/shortage.js";
import { WorkerProcess } from "../schedulers/worker-process.js";
import { isFinished } from "../trial/folder.js";
import { disposeData, loadData, modelOf } from "../trial/prepare.js";
import { trialsOf } from "../trial/trial.js";
import { extended, trialFolder } from "./folder.js";
import { describeSweep, type SweepOptions } from "./run-sweep.js";

/** What a sweep would take. */
export interface SweepEstimate {
  readonly schema: 1;
  readonly networks: number;
  /** Of these, those that lie finished in the folder. */
  readonly done: number;
  readonly workers: number;
  /** Of each worker. */
  readonly threads: number;
  /** Training images a second of all workers together: the slower and the faster of two measurements. */
  readonly imagesPerSecond: readonly [number, number];
  /** Of the whole sweep, from the faster and the slower pace, a tenth less and a quarter more. */
  readonly seconds: readonly [number, number];
  /** That the finished sweep will take in addition, about. */
  readonly diskBytes: number;
  /** Most of one worker while it was measured; 0 where the system does not say. */
  readonly memoryBytes: number;
}

/** Looking at an image costs about a third of learning from it: one pass forward instead of one forward and two back. */
const LOOK_COST = 1 / 3;

const SECONDS_EACH = 2;

/** A line of metrics, and all small files of a trial, in bytes. */
const LINE = 1000;
const SMALL_FILES = 30_000;

/**
 * Estimates a sweep.
 *
 * @throws as a sweep would, for a recipe or data that are impossible.
 */
export async function estimateSweep(
  { name, recipe: asked }: NamedRecipe,
  options: Pick<SweepOptions, "folder" | "dataDirs" | "extend" | "jobs" | "notify" | "stop">,
): Promise<SweepEstimate> {
  const { folder, extend = false, dataDirs = [], stop } = options;
  const recipe = extend ? await extended(asked, folder) : asked;
  const trials = trialsOf(recipe);
  const { trainImages } = await describeSweep(name, recipe, trials, options);
  const pending = trials.filter((trial) => !isFinished(trialFolder(folder, trial)));
  const cores = availableParallelism();
  const workers = Math.max(1, Math.min(options.jobs ?? cores, pending.length));
  const threads = recipe.threads === "auto" ? Math.max(1, Math.floor(cores / workers)) : recipe.threads;
  const processes = Array.from({ length: workers }, () => new WorkerProcess({ threads, dataDirs, stop }));
  const [trial] = trials;
  const pace = async () => {
    const paces = await Promise.all(processes.map((worker) => (trial ? worker.pace(trial, SECONDS_EACH) : 0)));
    return paces.reduce((sum, one) => sum + one, 0);
  };
  const measured = [await pace(), await pace()].sort((a, b) => a - b) as [number, number];
  const memoryBytes = 1024 * Math.max(...processes.map(({ pid }) => kilobytes(`/proc/${pid}/status`, "VmHWM")));
  for (const worker of processes) worker.dismiss();
  const data = await loadData(recipe, { dataDirs });
  const weights = scope(() => {
    const tensors = [...modelOf(recipe, 0, data).stateDict().values()];
    const bytes = tensors.reduce((sum, { numel }) => sum + 4 * numel, 0);
    for (const tensor of tensors) tensor.dispose();
    return bytes;
  });
  const images =
    recipe.epochs * (trainImages + LOOK_COST * recipe.validationImages) + LOOK_COST * data.test.labels.numel;
  disposeData(data);
  const seconds = (imagesPerSecond: number) => (pending.length * images) / imagesPerSecond;
  return {
    schema: 1,
    ...{ networks: trials.length, done: trials.length - pending.length, workers, threads },
    imagesPerSecond: measured,
    seconds: [0.9 * seconds(measured[1]), 1.25 * seconds(measured[0])],
    diskBytes: pending.length * (2 * weights + LINE * recipe.epochs + SMALL_FILES),
    memoryBytes,
  };
}
