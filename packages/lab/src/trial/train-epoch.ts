/**
 * One pass over the training images: the loss with the knob, its gradients, the step of the optimiser.
 *
 *     images ─ model ─ logits ─ cross entropy ──────────────┐
 *                └ unit means ─ class selectivity ─ × alpha ─┴─ loss ─ backward ─ SGD
 *
 * @module
 */
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { crossEntropy, learningRateAt, scope } from "@selectivity-lab/torch";
import { type Batch, batches } from "@selectivity-lab/vision";
import { alphaAt } from "./alpha-schedule.js";
import type { Run } from "./run.js";
import type { EpochSums, Progress } from "./state.js";

/** The loss is no longer a number; training on is pointless, and doing it again would end the same way. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
}

/** What one step came to. */
interface StepResult {
  readonly loss: number;
  readonly correct: number;
  readonly images: number;
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

function trainStep({ trial, data, model, optimizer }: Run, { images, labels }: Batch, alpha: number): StepResult {
  const step = scope(() => {
    const recorder = alpha === 0 ? undefined : new UnitRecorder(trial.recipe.knobLayers);
    const logits = model.forward(images, recorder); // [N, K]
    const entropy = crossEntropy(logits, labels);
    const correct = logits.detach().argmax(1).eq(labels).sum();
    if (!recorder) return { loss: entropy, correct };
    const { selectivity } = selectivityTerm(recorder.means, labels, { classes: data.train.classes.length });
    return { loss: knobLoss(entropy, selectivity, alpha), entropy: entropy.detach(), correct };
  }); // the handles of the activations are gone here, so that backward can free each one as it goes
  optimizer.zeroGrad();
  step.loss.backward();
  optimizer.step();
  const result = { loss: (step.entropy ?? step.loss).item(), correct: step.correct.item(), images: labels.numel };
  for (const tensor of [step.loss, step.entropy, step.correct]) tensor?.dispose();
  return result;
}

function add(sums: EpochSums, { loss, correct, images }: StepResult, seconds: number): EpochSums {
  return {
    loss: sums.loss + loss * images,
    correct: sums.correct + correct,
    images: sums.images + images,
    seconds: sums.seconds + seconds,
  };
}
