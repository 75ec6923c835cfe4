/**
 * One step of training: the loss with the knob, its gradients, the step of the optimiser.
 *
 *     images ─ model ─ logits ─ cross entropy ──────────────┐
 *                └ unit means ─ class selectivity ─ × alpha ─┴─ loss ─ backward ─ SGD
 *
 * @module
 */
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { crossEntropy, scope } from "@selectivity-lab/torch";
import type { Batch } from "@selectivity-lab/vision";
import type { Run } from "./run.js";

/** What one step came to. */
export interface StepResult {
  /** Mean cross entropy of the batch, in nats, without the knob. */
  readonly loss: number;
  /** Images classified correctly. */
  readonly correct: number;
  readonly images: number;
}

/** Takes one step on a batch, with the knob at alpha. */
export function trainStep(
  { trial, data, model, optimizer }: Run,
  { images, labels }: Batch,
  alpha: number,
): StepResult {
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
