/**
 * A step of training, operator by operator.
 *
 * @module
 */

import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { crossEntropy, keep, scope } from "@selectivity-lab/torch";
import type { Batch } from "@selectivity-lab/vision";
import { computeLogits } from "./forward.js";
import type { StepResult, TrainStep } from "./train-step.js";
import type { StepContext } from "./training-run.js";

/** Takes steps of any batch size on any device. */
export class EagerStep implements TrainStep {
  readonly #run: StepContext;

  constructor(run: StepContext) {
    this.#run = run;
  }

  take(batch: Batch, alpha: number, step: number): StepResult {
    const { optimizer } = this.#run;
    const { loss, entropy, correct } = scope(() => this.#losses(batch, alpha, step));
    // the handles of the activations are gone here, so that backward can free each one as it goes
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (loss !== entropy) loss.dispose();
    return { loss: keep(entropy), correct: keep(correct), images: batch.labels.numel };
  }

  dispose(): void {}

  #losses({ images, labels, otherLabels }: Batch, alpha: number, step: number) {
    const { data, knob } = this.#run;
    const recorder = alpha === 0 ? undefined : new UnitRecorder(knob.layers);
    const logits = computeLogits(this.#run, images, { step, tap: recorder }); // [N, K]
    const entropy = crossEntropy(logits, labels);
    const correct = logits.detach().argmax(1).eq(labels).sum();
    if (!recorder) return { loss: entropy, entropy, correct };
    const { measure, memory } = knob;
    const classes = data.train.classes.length;
    const { selectivity } = selectivityTerm(recorder.means, otherLabels, { classes, measure, memory });
    return { loss: knobLoss(entropy, selectivity, alpha), entropy: entropy.detach(), correct };
  }
}
