/**
 * A step of training as one captured CUDA graph: a small network's step is hundreds of launches, each as long as its work.
 *
 *     batch ─ copied to ─ images, labels ┐
 *     alpha, learning rate ─ filled in ──┴─ replay: forward, knob, backward, SGD ─ loss, correct
 *
 * @module
 */

import { CapturedTerm, knobLoss, UnitRecorder } from "@selectivity-lab/selectivity";
import { Captured, crossEntropy, empty, findDropouts, keep, type Tensor, zeros } from "@selectivity-lab/torch";
import type { Batch } from "@selectivity-lab/vision";
import { EagerStep } from "./eager-step.js";
import { computeLogits } from "./forward.js";
import type { StepResult, TrainStep } from "./train-step.js";
import type { StepContext, TrainingRun } from "./training-run.js";

/** Work that is the same at every call. */
type Repeated = Pick<Captured, "run">;

/**
 * Whether a run does the same work at every step. A memory of class means is one on the first step and another later; dropout is
 * told its masks by the step's number, which a replay does not know: networks with dropout go operator by operator on a GPU too.
 */
export function canRepeat({ model, knob }: Pick<TrainingRun, "model" | "knob">): boolean {
  return !knob.memory && findDropouts(model).length === 0;
}

/** Takes steps of the recipe's batch size by replay; a smaller batch, the last of an epoch, goes operator by operator. */
export class CapturedStep implements TrainStep {
  readonly #run: StepContext;
  readonly #eager: EagerStep;
  readonly #repeat: (device: string, work: () => void) => Repeated;
  /** With the knob and without are two graphs: at alpha 0 nothing is tapped. */
  readonly #graphs = new Map<boolean, Graph>();

  /** @param repeat captures; tests run the work each time instead. */
  constructor(run: StepContext, repeat = (device: string, work: () => void): Repeated => new Captured(device, work)) {
    this.#run = run;
    this.#eager = new EagerStep(run);
    this.#repeat = repeat;
  }

  take(batch: Batch, alpha: number, step: number): StepResult {
    if (batch.labels.numel !== this.#run.trial.recipe.batchSize) return this.#eager.take(batch, alpha, step);
    const known = this.#graphs.get(alpha !== 0);
    const graph = known ?? new Graph(this.#run, batch, alpha !== 0, this.#repeat);
    if (!known) this.#graphs.set(alpha !== 0, graph);
    return graph.take(batch, alpha);
  }

  dispose(): void {
    for (const graph of this.#graphs.values()) graph.dispose();
    this.#graphs.clear();
  }
}

/** The tensors that a captured step reads and writes, and the step. */
class Graph {
  readonly #run: StepContext;
  readonly #images: Tensor;
  readonly #labels: Tensor;
  /** What the knob takes for the classes; the same tensor as the labels where these are. */
  readonly #knobLabels: Tensor;
  readonly #alpha: Tensor;
  readonly #learningRate: Tensor;
  readonly #loss: Tensor;
  readonly #correct: Tensor;
  readonly #term: CapturedTerm;
  readonly #step: Repeated;

  constructor(
    run: StepContext,
    { images, labels }: Batch,
    private readonly knobOn: boolean,
    repeat: (device: string, work: () => void) => Repeated,
  ) {
    const { device } = images;
    const scalar = () => keep(zeros([], { device }));
    this.#run = run;
    this.#images = keep(empty(images.shape, { device }).to({ memoryFormat: "channels_last" }));
    this.#labels = keep(empty(labels.shape, { dtype: labels.dtype, device }));
    this.#knobLabels = run.knob.labels ? keep(empty(labels.shape, { dtype: labels.dtype, device })) : this.#labels;
    [this.#alpha, this.#learningRate, this.#loss] = [scalar(), scalar(), scalar()];
    this.#correct = keep(zeros([], { dtype: "int64", device }));
    this.#term = new CapturedTerm({ classes: run.data.train.classes.length, measure: run.knob.measure });
    this.#step = repeat(device, () => this.#work());
  }

  take({ images, labels, otherLabels }: Batch, alpha: number): StepResult {
    this.#images.copy_(images);
    this.#labels.copy_(labels);
    if (this.#knobLabels !== this.#labels) this.#knobLabels.copy_(otherLabels);
    this.#alpha.fill_(alpha);
    this.#learningRate.fill_(this.#run.optimizer.learningRate);
    this.#step.run();
    return { loss: keep(this.#loss.clone()), correct: keep(this.#correct.clone()), images: labels.numel };
  }

  dispose(): void {
    const tensors = [
      this.#images,
      this.#labels,
      this.#knobLabels,
      this.#alpha,
      this.#learningRate,
      this.#loss,
      this.#correct,
    ];
    for (const tensor of tensors) tensor.dispose();
    this.#term.dispose();
  }

  #work(): void {
    const { optimizer, knob } = this.#run;
    const recorder = this.knobOn ? new UnitRecorder(knob.layers) : undefined;
    const logits = computeLogits(this.#run, this.#images, { step: 0, tap: recorder }); // [N, K]; no dropout here: see canRepeat
    const entropy = crossEntropy(logits, this.#labels);
    const selectivity = recorder ? this.#term.compute(recorder.means, this.#knobLabels) : null;
    optimizer.zeroGrad();
    knobLoss(entropy, selectivity, this.#alpha).backward();
    optimizer.step(this.#learningRate);
    this.#loss.copy_(entropy.detach());
    this.#correct.copy_(logits.detach().argmax(1).eq(this.#labels).sum());
  }
}
