/**
 * One pass over the training images, step by step.
 *
 * @module
 */
import { learningRateAt } from "@selectivity-lab/torch";
import { batches } from "@selectivity-lab/vision";
import { alphaAt } from "./alpha-schedule.js";
import type { Run } from "./run.js";
import type { EpochSums, Progress } from "./state.js";
import { type StepResult, trainStep } from "./train-step.js";

/** The loss is no longer a number; training on is pointless, and doing it again would end the same way. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
}

/**
 * Trains from where `progress` stands to the end of its epoch, and says where the run stands after every step.
 *
 * @throws {@link DivergedError} at the first loss that is not finite.
 */
export function* trainEpoch(run: Run, progress: Progress): Generator<Progress> {
  const { recipe, seed } = run.trial;
  const { batchSize, epochs, augment } = recipe;
  const stepsPerEpoch = Math.ceil(run.train.length / batchSize);
  const order = { batchSize, seed, epoch: progress.epoch, shuffle: true, augment, firstBatch: progress.step };
  let { step, sums } = progress;
  let started = performance.now();
  for (const batch of batches(run.data.train, run.train, order)) {
    const position = { step: progress.epoch * stepsPerEpoch + step, stepsPerEpoch, epochs, base: recipe.learningRate };
    run.optimizer.learningRate = learningRateAt(recipe.schedule, position);
    const alpha = alphaAt(run.trial.alpha, recipe.alphaSchedule, position.step / stepsPerEpoch);
    const result = trainStep(run, batch, alpha);
    step++;
    if (!Number.isFinite(result.loss))
      throw new DivergedError(
        `the loss became ${result.loss} in epoch ${progress.epoch + 1}, at step ${step} of ${stepsPerEpoch}`,
      );
    const now = performance.now();
    sums = add(sums, result, (now - started) / 1000);
    started = now;
    yield { ...progress, step, sums, seconds: progress.seconds + sums.seconds - progress.sums.seconds };
  }
}

function add(sums: EpochSums, { loss, correct, images }: StepResult, seconds: number): EpochSums {
  return {
    loss: sums.loss + loss * images,
    correct: sums.correct + correct,
    images: sums.images + images,
    seconds: sums.seconds + seconds,
  };
}
