/**
 * A step of training on a batch that does not fit into memory. Cross entropy adds up over parts of a batch; selectivity does
 * not: it is a function of the class means of all images together. So a step goes over the batch twice:
 *
 *     1. without gradients:  every part ─ unit means ─ all parts together ─ selectivity ─ ∂selectivity / ∂unit means
 *     2. with gradients:     every part ─ its share of the cross entropy − alpha · Σ unit means · that derivative
 *
 * The sum of the second pass's gradients is the gradient of the whole batch's loss, not an estimate of it: the derivative is
 * taken once, of the whole, and the chain rule does the rest (science.md 2.3). Only to batch norm is each part a batch of its
 * own, in both passes; its running statistics follow the parts of the second pass alone. Dropout leaves the same units out in both,
 * and in parts of any size: masks go by an image's place in the whole batch.
 *
 * @module
 */

import { selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { cat, crossEntropy, gradients, keep, noGrad, scope, type Tensor, zeros } from "@selectivity-lab/torch";
import type { Batch } from "@selectivity-lab/vision";
import { computeLogits } from "./forward.js";
import type { StepResult, TrainStep } from "./train-step.js";
import type { StepContext } from "./training-run.js";

/** A part of a batch. */
interface Part {
  readonly start: number;
  readonly images: Tensor;
  readonly labels: Tensor;
}

/** By layer, of all images of a batch: `[N, U]`. */
type OfUnits = ReadonlyMap<string, Tensor>;

/** The step that a part belongs to. */
interface PartOf {
  /** Number of images of the whole batch. */
  readonly of: number;
  readonly alpha: number;
  readonly derivatives: OfUnits | undefined;
  readonly step: number;
}

/** Takes steps on batches of any size in the memory of a part, and that of the unit means. */
export class TwoPassStep implements TrainStep {
  readonly #run: StepContext;
  readonly #size: number;

  /** @param size images of a part; the last may be smaller. */
  constructor(run: StepContext, size: number) {
    this.#run = run;
    this.#size = size;
  }

  take(batch: Batch, alpha: number, step: number): StepResult {
    const { optimizer } = this.#run;
    return scope(() => {
      const derivatives = alpha === 0 ? undefined : this.#selectivityDerivatives(batch, step);
      optimizer.zeroGrad();
      const device = batch.images.device;
      const totals = { loss: zeros([], { device }), correct: zeros([], { dtype: "int64", device }) };
      for (const part of this.#parts(batch)) {
        const { loss, entropy, correct } = scope(() =>
          this.#losses(part, { of: batch.labels.numel, alpha, derivatives, step }),
        );
        loss.backward();
        noGrad(() => totals.loss.add_(entropy));
        totals.correct.add_(correct);
        for (const tensor of [loss, entropy, correct, part.images, part.labels]) tensor.dispose();
      }
      optimizer.step();
      return { loss: keep(totals.loss), correct: keep(totals.correct), images: batch.labels.numel };
    });
  }

  dispose(): void {}

  /** The first pass; nothing where the batch has fewer than two classes. */
  #selectivityDerivatives(batch: Batch, step: number): OfUnits | undefined {
    const { model, data, knob } = this.#run;
    return scope(() => {
      const buffers = [...model.namedBuffers().values()].map((buffer) => ({ buffer, before: buffer.clone() }));
      const unitMeans = noGrad(() => this.#unitMeans(batch, step));
      noGrad(() => {
        for (const { buffer, before } of buffers) buffer.copy_(before);
      });
      for (const means of unitMeans.values()) means.requireGrad();
      const { measure, memory } = knob;
      const classes = data.train.classes.length;
      const { selectivity } = selectivityTerm(unitMeans, batch.otherLabels, { classes, measure, memory });
      if (!selectivity) return undefined;
      const found = gradients([selectivity], [...unitMeans.values()]);
      return new Map([...unitMeans.keys()].map((layer, index) => [layer, found[index] as Tensor]));
    });
  }

  #unitMeans(batch: Batch, step: number): OfUnits {
    const parts = [...this.#parts(batch)].map((part) =>
      scope(() => {
        const recorder = new UnitRecorder(this.#run.knob.layers);
        computeLogits(this.#run, part.images, { step, firstImage: part.start, tap: recorder });
        return new Map(recorder.means);
      }),
    );
    const layers = [...(parts[0] as OfUnits).keys()];
    return new Map(
      layers.map((layer) => [
        layer,
        cat(
          parts.map((part) => part.get(layer) as Tensor),
          0,
        ),
      ]),
    );
  }

  /** A part's share of the loss, whose gradient is its share of the whole batch's. */
  #losses({ start, images, labels }: Part, { of, alpha, derivatives, step }: PartOf) {
    const recorder = derivatives && new UnitRecorder(this.#run.knob.layers);
    const logits = computeLogits(this.#run, images, { step, firstImage: start, tap: recorder }); // [n, K]
    const share = labels.numel / of;
    const entropy = crossEntropy(logits, labels).mul(share);
    const correct = logits.detach().argmax(1).eq(labels).sum();
    if (!recorder) return { loss: entropy, entropy: entropy.detach(), correct };
    const pulls = [...recorder.means].map(([layer, means]) =>
      means.mul((derivatives.get(layer) as Tensor).narrow(0, start, labels.numel)).sum(),
    );
    const pull = pulls.reduce((sum, next) => sum.add(next));
    return { loss: entropy.sub(pull.mul(alpha)), entropy: entropy.detach(), correct };
  }

  *#parts({ images, labels }: Batch): Generator<Part> {
    for (let start = 0; start < labels.numel; start += this.#size) {
      const size = Math.min(this.#size, labels.numel - start);
      yield { start, images: images.narrow(0, start, size), labels: labels.narrow(0, start, size) };
    }
  }
}
