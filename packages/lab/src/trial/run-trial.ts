/**
 * Trains one network and leaves its folder complete: a pure function of (recipe, alpha, seed) as far as results go.
 *
 * Killed at any moment it loses at most the epoch it was in; run again on the same folder it goes on from there, and ends
 * in the same bits as if it had never stopped.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { readSafetensors, scope } from "@selectivity-lab/torch";
import { type EpochMetrics, type Trial, type TrialResult, trialResultSchema } from "../contracts.js";
import { writeJsonAtomically } from "../files/atomic.js";
import { readJson } from "../files/read-json.js";
import { takeOver } from "../lease/take-over.js";
import type { LeaseWatch } from "../lease/watch.js";
import { evaluate } from "../measure/evaluate.js";
import { layerMetrics, measurementOf } from "../measure/measurement.js";
import { writeUnits, writeWeights } from "../measure/weights.js";
import { beginAttempt, endAttempt } from "./attempts.js";
import { appendLine, isFinished, removeLeftovers, trialFiles } from "./folder.js";
import type { Data } from "./prepare.js";
import { closeRun, openRun, type Run } from "./run.js";
import { noSums, type Progress, restoreState, saveState } from "./state.js";
import { DivergedError, trainEpoch } from "./train-epoch.js";

/** What the caller of {@link runTrial} brings. */
export interface TrialHost {
  /** Once aborted, the trial saves at its next step and stops. */
  readonly stop: AbortSignal;
  /** Told after every step: epochs done, with the fraction of the running one. */
  onProgress?(epochs: number): void;
  /** Told after every epoch. */
  onEpoch?(metrics: EpochMetrics): void;
  /** Told, in one line, about a checkpoint that is damaged. */
  notify?(line: string): void;
  /** What is known of those who hold leases. */
  readonly watch?: LeaseWatch;
  /** What a stop is called in the log of attempts; "stopped" by default. */
  readonly stopReason?: () => "stopped" | "preempted";
}

/**
 * Runs a trial to its end, or goes on with it, under the lease of its folder.
 *
 * @param folder the trial's own; made when missing.
 * @returns the result; `null` when it was stopped and saved, or its lease was taken by another process.
 * @throws {@link LeaseHeldError} while another process works on it; else what went wrong, after writing it to the folder:
 * the trial then counts as failed.
 */
export async function runTrial(trial: Trial, folder: string, data: Data, host: TrialHost): Promise<TrialResult | null> {
  if (isFinished(folder)) return await finished(folder);
  await mkdir(folder, { recursive: true });
  const lease = takeOver(folder, host.watch);
  try {
    if (existsSync(trialFiles(folder).result)) return await finished(folder);
    await removeLeftovers(folder);
    return await attemptTrial(trial, folder, data, { ...host, lost: lease.lost });
  } finally {
    lease.release();
  }
}

/** What an attempt is told beside what its host says: when its folder belongs to another process. */
type AttemptHost = TrialHost & { readonly lost: AbortSignal };

async function attemptTrial(trial: Trial, folder: string, data: Data, host: AttemptHost): Promise<TrialResult | null> {
  const files = trialFiles(folder);
  writeJsonAtomically(files.trial, trial);
  const attempt = await beginAttempt(folder, trial);
  try {
    const result = await train(trial, folder, data, attempt, host);
    if (!host.lost.aborted)
      await endAttempt(folder, attempt, result?.status ?? host.stopReason?.() ?? "stopped", result?.cause);
    return result;
  } catch (error) {
    const { message, stack } = error as Error;
    await writeFile(files.error, `${stack ?? message}\n`).catch(() => {}); // a full disk is why it failed, perhaps
    await endAttempt(folder, attempt, "failed", message.split("\n")[0]).catch(() => {});
    throw error;
  }
}

async function finished(folder: string): Promise<TrialResult> {
  const { result, checkpoint, previous } = trialFiles(folder);
  await Promise.all([checkpoint, previous].map((file) => rm(file, { force: true })));
  return readJson(result, trialResultSchema);
}

async function train(
  trial: Trial,
  folder: string,
  data: Data,
  attempt: number,
  host: AttemptHost,
): Promise<TrialResult | null> {
  const run = { ...openRun(trial, data), files: trialFiles(folder), attempt };
  try {
    const progress = await trainEpochs(run, host);
    return progress && (await finish(run, progress));
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    const { epoch: epochs, best, seconds } = error.progress;
    const cause = error.message;
    return await writeResult(run, { status: "diverged", cause, epochs, bestEpoch: best.epoch, seconds, test: null });
  } finally {
    closeRun(run);
  }
}

interface TrialRun extends Run {
  readonly files: ReturnType<typeof trialFiles>;
  readonly attempt: number;
}

/** Where the run stands when all epochs are done; `null` when it was stopped before. */
async function trainEpochs(run: TrialRun, host: AttemptHost): Promise<Progress | null> {
  const { model, files } = run;
  const { stop, lost, onProgress, onEpoch, notify } = host;
  let progress = restoreState(files, run, notify);
  const saves = new SaveClock(run.trial.recipe.checkpointMinutes);
  const stepsPerEpoch = Math.ceil(run.train.length / run.trial.recipe.batchSize);
  while (progress.epoch < run.trial.recipe.epochs) {
    model.train();
    for (const now of trainEpoch(run, progress)) {
      progress = now;
      onProgress?.(progress.epoch + progress.step / stepsPerEpoch);
      await setImmediate(); // lets signals and messages in
      if (lost.aborted) return null; // the folder is another's: nothing more is written
      if (stop.aborted || saves.due()) saveState(files, run, progress);
      if (stop.aborted) return null;
    }
    progress = await endEpoch(run, progress, onEpoch);
    saves.restart();
  }
  return progress;
}

/** When the next checkpoint within an epoch is due. */
class SaveClock {
  #last = performance.now();

  constructor(private readonly minutes: number) {}

  due(): boolean {
    if (performance.now() - this.#last < 60_000 * this.minutes) return false;
    this.restart();
    return true;
  }

  restart(): void {
    this.#last = performance.now();
  }
}

/** Validates, keeps the weights if they are the best so far, writes the epoch down, saves. */
async function endEpoch(run: TrialRun, progress: Progress, onEpoch: TrialHost["onEpoch"]): Promise<Progress> {
  const { model, data, files, trial } = run;
  const { sums } = progress;
  const epoch = progress.epoch + 1;
  const validation = scope(() =>
    measurementOf(evaluate(model, data.train, run.validation, { permutations: 0 }), "validation"),
  );
  const isBest = validation.accuracy > progress.best.accuracy;
  if (isBest) writeWeights(files.best, model, trial, data.train, epoch);
  const metrics: EpochMetrics = {
    epoch,
    step: epoch * Math.ceil(run.train.length / trial.recipe.batchSize),
    time: Date.now() / 1000,
    attempt: run.attempt,
    "train/loss": sums.loss / sums.images,
    "train/accuracy": sums.correct / sums.images,
    "val/loss": validation.loss,
    "val/accuracy": validation.accuracy,
    "selectivity/mean": validation.meanSelectivity,
    ...layerMetrics(validation),
    "time/imagesPerSecond": sums.images / sums.seconds,
  };
  await appendLine(files.metrics, metrics);
  const best = isBest ? { epoch, accuracy: validation.accuracy } : progress.best;
  const next = { epoch, step: 0, sums: noSums, best, seconds: progress.seconds };
  saveState(files, run, next);
  onEpoch?.(metrics);
  return next;
}

/** Measures the weights of the best validation on the test split, and closes the folder. */
async function finish(run: TrialRun, { best, seconds }: Progress): Promise<TrialResult> {
  const { model, data, files, trial } = run;
  writeWeights(files.model, model, trial, data.train, trial.recipe.epochs);
  const test = scope(() => {
    model.loadStateDict(readSafetensors(files.best).tensors);
    const evaluation = evaluate(model, data.test, "all");
    writeUnits(files.units, evaluation.selectivity);
    return measurementOf(evaluation, "test");
  });
  const { epochs } = trial.recipe;
  return writeResult(run, { status: "done", cause: null, epochs, bestEpoch: best.epoch, seconds, test });
}

type Outcome = Pick<TrialResult, "status" | "cause" | "epochs" | "bestEpoch" | "seconds" | "test">;

async function writeResult({ trial, model, files }: TrialRun, outcome: Outcome): Promise<TrialResult> {
  const { id, alpha, seed } = trial;
  const parameters = model.parameters().reduce((total, { numel }) => total + numel, 0);
  const result: TrialResult = { schema: 1, id, alpha, seed, parameters, ...outcome };
  writeJsonAtomically(files.result, result);
  await Promise.all([files.checkpoint, files.previous, files.error].map((file) => rm(file, { force: true })));
  return result;
}
