/**
 * One pass over the training images, step by step.
 *
 * @module
 */

import { LabError } from "@selectivity-lab/base";
import { learningRateAt, withTF32 } from "@selectivity-lab/torch";
import { batches } from "@selectivity-lab/vision";
import { alphaAt } from "./setup/alpha-schedule.js";
import type { EpochSums, TrainingProgress } from "./state/state.js";
import type { StepResult } from "./steps/train-step.js";
import type { TrainingRun } from "./steps/training-run.js";

/** The loss is no longer finite; further training is pointless, and training again would end the same way. */
export class DivergedError extends LabError {
  override readonly name = "DivergedError";

  /** @param progress state of the run when it happened. */
  constructor(
    problem: string,
    readonly progress: TrainingProgress,
  ) {
    super({ code: "diverged", problem, fault: "work" });
  }
}

/** A GPU is asked for results only now and then: reading one waits for all queued work. */
const STEPS_BETWEEN_READS = { cpu: 1, cuda: 32 };

/**
 * Trains from `progress` to the end of its epoch, and yields the progress after every step; on a GPU after
 * every {@link STEPS_BETWEEN_READS}.
 *
 * @throws {@link DivergedError} at the first loss that is not finite.
 */
export function* trainEpoch(run: TrainingRun, progress: TrainingProgress): Generator<TrainingProgress> {
  const { recipe, seed } = run.trial;
  const { batchSize, epochs, augment } = recipe;
  const stepsPerEpoch = Math.ceil(run.train.length / batchSize);
  const shuffle = recipe.sampling === "stratified" ? "stratified" : true;
  const from = { epoch: progress.epoch, firstBatch: progress.step };
  const order = { batchSize, seed, ...from, shuffle, augment, otherLabels: run.knob.labels } as const;
  const together = STEPS_BETWEEN_READS[recipe.device === "cpu" ? "cpu" : "cuda"];
  const unread: StepResult[] = [];
  let { step, sums } = progress;
  let started = performance.now();
  const here = (): TrainingProgress => ({
    ...progress,
    step,
    sums,
    seconds: progress.seconds + sums.seconds - progress.sums.seconds,
  });
  for (const batch of batches(run.data.train, run.train, order)) {
    const position = { step: progress.epoch * stepsPerEpoch + step, stepsPerEpoch, epochs, base: recipe.learningRate };
    const alpha = alphaAt(run.trial.alpha, recipe.alphaSchedule, position.step / stepsPerEpoch);
    run.optimizer.learningRate = learningRateAt(recipe.schedule, position);
    unread.push(withTF32(recipe.precision === "tf32", () => run.step.take(batch, alpha, position.step)));
    step++;
    if (unread.length < together && step < stepsPerEpoch) continue;
    const results = unread.splice(0).map(read);
    const now = performance.now();
    sums = { ...sums, seconds: sums.seconds + (now - started) / 1000 };
    started = now;
    for (const [index, result] of results.entries()) {
      const at = `in epoch ${progress.epoch + 1}, at step ${step - results.length + index + 1} of ${stepsPerEpoch}`;
      if (!Number.isFinite(result.loss)) throw new DivergedError(`the loss became ${result.loss} ${at}`, here());
      sums = add(sums, result);
    }
    yield here();
  }
}

/** Reads a step's numbers from the device. */
function read({ loss, correct, images }: StepResult) {
  const numbers = { loss: loss.item(), correct: correct.item(), images };
  loss.dispose();
  correct.dispose();
  return numbers;
}

function add(sums: EpochSums, { loss, correct, images }: ReturnType<typeof read>): EpochSums {
  return {
    ...sums,
    loss: sums.loss + loss * images,
    correct: sums.correct + correct,
    images: sums.images + images,
  };
}
