/**
 * All epochs of a trial: training, validation, and a checkpoint after each.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { appendLine } from "@selectivity-lab/base";
import { scope } from "@selectivity-lab/torch";
import { evaluate } from "../evaluate/evaluate.js";
import { createMeasurement, layerMetrics } from "../evaluate/measurement.js";
import { createNetworkClassifier } from "../evaluate/network-classifier.js";
import type { EpochMetrics } from "../records/epoch-metrics.js";
import type { TrialAttempt } from "./attempt.js";
import { keepBest, requireBest } from "./state/best.js";
import { noSums, restoreState, saveState, type TrainingProgress } from "./state/state.js";
import { trainEpoch } from "./train-epoch.js";

/**
 * Trains from the checkpoint, or from the start, to the end of the last epoch.
 *
 * @returns the progress at the end; `null` when it was stopped and saved before.
 * @throws BestLostError where the weights of the best validation so far are missing; DivergedError; LeaseHeldError.
 */
export async function trainEpochs(attempt: TrialAttempt): Promise<TrainingProgress | null> {
  const { model, files, lease, trial, host } = attempt;
  let progress = restoreState(files, attempt, host.notify);
  requireBest(files.best, progress.best);
  const saves = new SaveClock(trial.recipe.checkpointMinutes);
  const stepsPerEpoch = Math.ceil(attempt.train.length / trial.recipe.batchSize);
  while (progress.epoch < trial.recipe.epochs) {
    model.train();
    for (const now of trainEpoch(attempt, progress)) {
      progress = now;
      host.onProgress?.(progress.epoch + progress.step / stepsPerEpoch);
      await setImmediate(); // lets signals and messages in
      if (lease.lost.aborted) lease.require();
      if (host.stop.aborted || saves.due()) {
        lease.require();
        saveState(files, attempt, progress);
      }
      if (host.stop.aborted) return null;
    }
    progress = await endEpoch(attempt, progress);
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

/** Validates, keeps the weights if they are the best so far, logs the epoch, saves. */
async function endEpoch(attempt: TrialAttempt, progress: TrainingProgress): Promise<TrainingProgress> {
  const { model, data, files, trial, lease, host } = attempt;
  const { sums } = progress;
  const epoch = progress.epoch + 1;
  const tally = await evaluate(createNetworkClassifier(model), data.train, attempt.validation, { permutations: 0 });
  const validation = scope(() => createMeasurement(tally.result(), "validation"));
  const { accuracy } = validation;
  lease.require();
  const best = accuracy > progress.best.accuracy ? keepBest(files.best, attempt, { epoch, accuracy }) : progress.best;
  const metrics: EpochMetrics = {
    epoch,
    step: epoch * Math.ceil(attempt.train.length / trial.recipe.batchSize),
    time: Date.now() / 1000,
    attempt: attempt.number,
    "train/loss": sums.loss / sums.images,
    "train/accuracy": sums.correct / sums.images,
    "val/loss": validation.loss,
    "val/accuracy": accuracy,
    "selectivity/mean": validation.meanSelectivity,
    ...layerMetrics(validation),
    "time/imagesPerSecond": sums.images / sums.seconds,
  };
  lease.require();
  await appendLine(files.metrics, metrics);
  const next = { epoch, step: 0, sums: noSums, best, seconds: progress.seconds };
  lease.require();
  saveState(files, attempt, next);
  host.onEpoch?.(metrics);
  return next;
}
