/**
 * The worker program of trials: trains what it receives, and keeps the data set between two trials.
 *
 * @module
 */

import { existsSync } from "node:fs";
import path from "node:path";
import { setThreads } from "@selectivity-lab/torch";
import { SweepConflictError } from "../../records/conflict.js";
import type { Trial } from "../../records/trial.js";
import { measurePace } from "../../trial/measure-pace.js";
import { runTrial } from "../../trial/run-trial.js";
import { disposeData, loadData, type TrialData } from "../../trial/setup/prepare.js";
import type { JobEnd } from "../job.js";
import { KeptData } from "../kept-data.js";
import { type JobHost, readWorkerSetting, serveJobs } from "../serve-jobs.js";
import type { TrialMessage, TrialNews, TrialWorkerSetting } from "./trial-job.js";

/** Milliseconds between two reports of progress. */
const REPORT_MS = 250;

const { threads, dataDirs } = readWorkerSetting<TrialWorkerSetting>();
const kept = new KeptData<TrialData>(disposeData);

setThreads(threads);
serveJobs<TrialMessage, TrialNews>({
  work: train,
  measurePace: async ({ trial }, seconds) => measurePace(trial, await provideData(trial), seconds),
});

async function train({ trial, folder, sweep }: TrialMessage, host: JobHost<TrialNews>): Promise<JobEnd> {
  if (sweep !== undefined) requireSweepFolder(sweep);
  let reported = 0;
  const onProgress = (epochs: number) => {
    if (performance.now() - reported < REPORT_MS) return;
    reported = performance.now();
    host.report({ type: "progress", epochs });
  };
  const result = await runTrial(trial, folder, await provideData(trial), {
    ...host,
    onProgress,
    onEpoch: (metrics) => host.report({ type: "epoch", metrics }),
    notify: (line) => host.report({ type: "note", line }),
  });
  if (!result) return { status: "stopped", cause: null };
  const { status, cause, test, seconds } = result;
  const numbers = test && { accuracy: test.accuracy, selectivity: test.meanSelectivity, seconds };
  return { status, cause, ...(numbers && { numbers }) };
}

/** A sweep's folder that was moved must not come to life again at its old place. */
function requireSweepFolder(sweep: string): void {
  if (existsSync(path.join(sweep, "sweep.json"))) return;
  throw new SweepConflictError({
    problem: `${sweep} is gone: it was moved or removed while its networks were trained`,
    remedy: "run the sweep's command again, with its present folder as --out",
    path: sweep,
  });
}

function provideData({ recipe, data: recorded }: Trial): Promise<TrialData> {
  const key = `${recorded?.path ?? recipe.dataset} at ${recipe.imageSize}, ${recipe.damagedImages}, ${recipe.classOrder}, on ${recipe.device}`;
  return kept.load(key, () => loadData(recipe, { dataDirs, download: false, checkCache: false, recorded }));
}
