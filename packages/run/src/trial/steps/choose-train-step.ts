/**
 * Chooses among the ways to take training steps.
 *
 * @module
 */
import { canCapture } from "@selectivity-lab/torch";
import { CapturedStep, canRepeat } from "./captured-step.js";
import { EagerStep } from "./eager-step.js";
import type { TrainStep } from "./train-step.js";
import type { StepContext } from "./training-run.js";
import { TwoPassStep } from "./two-pass-step.js";

/** The way that the recipe asks for; otherwise the fastest that the device supports. */
export function chooseTrainStep(run: StepContext): TrainStep {
  const { microBatchSize, device } = run.trial.recipe;
  if (microBatchSize !== null) return new TwoPassStep(run, microBatchSize);
  return canCapture(device) && canRepeat(run) ? new CapturedStep(run) : new EagerStep(run);
}
