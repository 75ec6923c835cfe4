/**
 * The end of a trial: final weights, test, result.
 *
 * @module
 */
import { rm } from "node:fs/promises";
import { writeJsonAtomically } from "@selectivity-lab/base";
import { selectMeasures } from "@selectivity-lab/selectivity";
import { scope } from "@selectivity-lab/torch";
import { writeUnits, writeWeights } from "../checkpoints/weights.js";
import { evaluate } from "../evaluate/evaluate.js";
import { createMeasurement } from "../evaluate/measurement.js";
import { createNetworkClassifier } from "../evaluate/network-classifier.js";
import type { TrialResult } from "../records/trial-result.js";
import type { TrialAttempt } from "./attempt.js";
import { loadBest } from "./state/best.js";
import type { TrainingProgress } from "./state/state.js";
import type { DivergedError } from "./train-epoch.js";

/**
 * Measures the weights of the best validation on the test split, and closes the folder.
 *
 * @throws BestLostError where these weights are not what was written; LeaseHeldError.
 */
export async function finishTrial(attempt: TrialAttempt, { best, seconds }: TrainingProgress): Promise<TrialResult> {
  const { model, data, files, trial, lease } = attempt;
  const { epochs } = trial.recipe;
  lease.require();
  writeWeights(files.model, model, trial, data, epochs);
  loadBest(files.best, model, best);
  const tally = await evaluate(createNetworkClassifier(model), data.test, "all", {
    measures: selectMeasures(trial.recipe.measures),
  });
  lease.require();
  const test = scope(() => {
    const evaluation = tally.result();
    writeUnits(files.units, evaluation.selectivity);
    return createMeasurement(evaluation, "test");
  });
  return writeResult(attempt, { status: "done", cause: null, epochs, bestEpoch: best.epoch, seconds, test });
}

/** Closes the folder of a trial whose loss is no longer finite. */
export function finishDiverged(attempt: TrialAttempt, { problem, progress }: DivergedError): Promise<TrialResult> {
  const { epoch: epochs, best, seconds } = progress;
  const outcome = { status: "diverged", cause: problem, epochs, bestEpoch: best.epoch, seconds, test: null } as const;
  return writeResult(attempt, outcome);
}

type Outcome = Pick<TrialResult, "status" | "cause" | "epochs" | "bestEpoch" | "seconds" | "test">;

async function writeResult(
  { trial, model, data, train, validation, files, lease }: TrialAttempt,
  outcome: Outcome,
): Promise<TrialResult> {
  const { id, alpha, seed } = trial;
  const images = { train: train.length, validation: validation.length, test: data.test.labels.numel };
  const parameters = model.parameters().reduce((total, { numel }) => total + numel, 0);
  const result: TrialResult = { schema: 1, id, alpha, seed, images, parameters, ...outcome };
  lease.require();
  writeJsonAtomically(files.result, result);
  await Promise.all([files.checkpoint, files.previous, files.error].map((file) => rm(file, { force: true })));
  return result;
}
