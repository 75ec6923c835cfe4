/**
 * A worker process: trains the trials it is sent, one after another, and keeps the data set between them.
 *
 * It leaves the terminal's Ctrl-C to its parent, and saves and ends by itself when the parent is gone, or when a signal asks it
 * to: then it ends, since a worker that only stopped would stop every trial after it too.
 *
 * @module
 */

import { setThreads } from "@selectivity-lab/torch";
import { LeaseHeldError } from "../lease/error.js";
import { LeaseWatch } from "../lease/watch.js";
import type { Trial } from "../records/trial.js";
import { measurePace } from "../trial/measure-pace.js";
import { runTrial } from "../trial/run-trial.js";
import { disposeData, loadData, type TrialData } from "../trial/setup/prepare.js";
import { isFullDisk, NoDiskError } from "../trial/state/disk.js";
import { ASKED_TO_END, type FromWorker, type ToWorker, type TrialEnd } from "./messages.js";

const { threads, dataDirs } = JSON.parse(process.argv[2] ?? "{}") as { threads: number; dataDirs: string[] };
const stop = new AbortController();
const watch = new LeaseWatch();
let loaded: { key: string; data: TrialData } | undefined;
let isBusy = false;
let isAsked = false;

setThreads(threads);
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, endSoon);
process.on("disconnect", () => stop.abort());
process.on("message", async (message: ToWorker) => {
  if (message.type === "stop") return stop.abort(message.reason);
  isBusy = true;
  const answer: FromWorker =
    message.type === "pace"
      ? { type: "pace", imagesPerSecond: await time(message.trial, message.seconds) }
      : { type: "end", end: await work(message.trial, message.folder) };
  isBusy = false;
  say(answer, isAsked ? () => process.exit(ASKED_TO_END) : undefined);
  if (!process.connected) process.exit();
});

/** Saves, and ends once the parent knows. */
function endSoon(): void {
  isAsked = true;
  stop.abort();
  if (!isBusy) process.exit(ASKED_TO_END);
}

/** @param then done once it is said. */
function say(message: FromWorker, then: () => void = () => {}): void {
  if (process.connected) process.send?.(message, then); // a parent that has just died hears nothing more
}

async function work(trial: Trial, folder: string): Promise<TrialEnd> {
  let told = 0;
  const onProgress = (epochs: number) => {
    if (performance.now() - told < 250) return;
    told = performance.now();
    say({ type: "progress", epochs });
  };
  try {
    const host = {
      stop: stop.signal,
      onProgress,
      onEpoch: (metrics) => say({ type: "epoch", metrics }),
      notify: (line) => say({ type: "note", line }),
      watch,
      stopReason: () => (stop.signal.reason === "preempted" ? "preempted" : "stopped"),
    } satisfies Parameters<typeof runTrial>[3];
    const result = await runTrial(trial, folder, await dataOf(trial), host);
    return result ? { status: result.status, cause: result.cause } : { status: "stopped", cause: null };
  } catch (error) {
    const cause = (error as Error).message;
    if (error instanceof NoDiskError) return { status: "no room", cause, bytes: error.bytes };
    if (isFullDisk(error)) return { status: "no room", cause };
    return { status: error instanceof LeaseHeldError ? "elsewhere" : "failed", cause };
  }
}

/** What is wrong with a trial shows when it is trained; it cannot be timed. */
async function time(trial: Trial, seconds: number): Promise<number> {
  try {
    return measurePace(trial, await dataOf(trial), seconds);
  } catch {
    return 0;
  }
}

async function dataOf({ recipe }: Trial): Promise<TrialData> {
  const key = `${recipe.dataset} at ${recipe.imageSize}, ${recipe.damagedImages}, on ${recipe.device}`;
  if (loaded?.key === key) return loaded.data;
  if (loaded) disposeData(loaded.data);
  loaded = { key, data: await loadData(recipe, { dataDirs, download: false, checkCache: false }) };
  return loaded.data;
}
