/**
 * A network as an attacker sees it: pixels in 0..1 go in, logits come out, and it stays as it is.
 *
 *     images in 0..1 ─ (x − mean) / std ─ model in evaluation mode ─ logits [N, K]
 *
 * Normalization is part of the network, so that a budget means the same for every network. During an attack the model is in
 * evaluation mode, and no gradient is computed for its weights; afterwards every module's mode and every parameter's
 * `requiresGrad` is as before.
 *
 * Source: the conventions that AutoAttack, foolbox and torchattacks share; see also Carlini et al. 2019, arXiv:1902.06705.
 * @module
 */

import { enableGrad, gradients, type Module, noGrad, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import { AttackError } from "./error.js";
import type { Objective } from "./objectives.js";

/** The data that a network was trained on, as its checkpoint says. */
export interface AttackedModelOptions {
  /** Mean of each channel, pixels scaled to 0..1; `[0, …]` if the model normalizes its input. */
  readonly mean: readonly number[];
  /** Standard deviation of each channel, pixels scaled to 0..1; `[1, …]` if the model normalizes its input. */
  readonly std: readonly number[];
  /** Number of classes: the model's logits are `[N, classes]`. */
  readonly classes: number;
}

/** The logits at some points, and the gradient of the attacker's objective there. */
export interface LossGradient {
  /** `[N, K]` */
  readonly logits: Tensor;
  /** `[N]`, the loss of each point. */
  readonly loss: Tensor;
  /** `[N, C, H, W]`: gradient of each point's own loss by its pixels; 0 if the loss does not depend on them. */
  readonly gradient: Tensor;
}

/** A network under attack. Made by {@link createAttackedModel}. */
export class AttackedModel {
  readonly classes: number;
  readonly #model: Module;
  readonly #mean: readonly number[];
  readonly #std: readonly number[];

  constructor(model: Module, { mean, std, classes }: AttackedModelOptions) {
    this.#model = model;
    this.#mean = mean;
    this.#std = std;
    this.classes = classes;
  }

  /** Runs `work` with the model in evaluation mode and its weights without gradients; restores both, even if it throws. */
  inEvaluationMode<Result>(work: () => Result): Result {
    const modes = this.#model.modules().map((module) => ({ module, training: module.training }));
    const gradients = this.#model.parameters().map((parameter) => ({ parameter, on: parameter.requiresGrad }));
    try {
      this.#model.eval();
      for (const { parameter } of gradients) parameter.requireGrad(false);
      return work();
    } finally {
      for (const { module, training } of modes) module.training = training;
      for (const { parameter, on } of gradients) parameter.requireGrad(on);
    }
  }

  /**
   * Computes logits without a graph.
   *
   * @param images `[N, C, H, W]` in 0..1.
   * @returns `[N, K]`.
   * @throws {@link AttackError} unless the model returns one finite number per class.
   */
  logits(images: Tensor): Tensor {
    return this.inEvaluationMode(() =>
      noGrad(() =>
        this.#check(
          scope(() => this.#forward(images)),
          images,
        ),
      ),
    );
  }

  /**
   * Computes logits, losses, and the gradient of each image's loss by its pixels. Accumulates no gradient anywhere.
   *
   * @param images `[N, C, H, W]` in 0..1; @param labels `[N]` int64.
   */
  lossGradient(images: Tensor, labels: Tensor, objective: Objective): LossGradient {
    return this.inEvaluationMode(() =>
      enableGrad(() => {
        const { pixels, total, ...values } = scope(() => {
          const pixels = images.detach().requireGrad();
          const logits = this.#forward(pixels);
          const loss = objective(logits, labels); // [N]
          return { pixels, total: loss.sum(), logits: logits.detach(), loss: loss.detach() };
        }); // the handles of the activations are gone here, so that each is freed as the gradient passes it
        const [gradient] = total.requiresGrad ? gradients([total], [pixels]) : [];
        pixels.dispose();
        total.dispose();
        return { ...values, gradient: gradient ?? zeroGradient(images) };
      }),
    );
  }

  #forward(images: Tensor): Tensor {
    return this.#model.forward(this.#normalize(images));
  }

  /** Uses the same operations in the same order as a training batch, so that the same bytes give the same bits. */
  #normalize(images: Tensor): Tensor {
    const { dtype, device } = images;
    const perChannel = (values: readonly number[]) => tensor([...values], { dtype, device }).reshape([-1, 1, 1]); // [C, 1, 1]
    return images.sub(perChannel(this.#mean)).div(perChannel(this.#std));
  }

  #check(logits: Tensor, images: Tensor): Tensor {
    const [count] = images.shape;
    if (logits.shape.join() !== `${count},${this.classes}`)
      throw new AttackError({
        code: "invalid-logits",
        problem: `attack: the model must return logits [${count}, ${this.classes}], one per class, got ${logits}.`,
        remedy: "give createAttackedModel the number of classes that the model was made for",
      });
    if (!scope(() => Number.isFinite(logits.to({ dtype: "float64" }).abs().sum().item())))
      throw new AttackError({
        code: "invalid-logits",
        problem: "attack: the model's logits must be finite, got NaN or Infinity.",
        remedy: "measure the network first: its training may have diverged",
      });
    return logits;
  }
}

function zeroGradient({ shape, dtype, device }: Tensor): Tensor {
  return zeros(shape, { dtype, device });
}

/**
 * Prepares a network for attacks.
 *
 * @param model any module from normalized images `[N, C, H, W]` to logits, not probabilities.
 * @throws {@link AttackError} unless mean and std have one number per channel, every std is above 0, and there are two classes.
 */
export function createAttackedModel(model: Module, options: AttackedModelOptions): AttackedModel {
  const { mean, std, classes } = options;
  const fits =
    mean.length === std.length && mean.every(Number.isFinite) && std.every((s) => Number.isFinite(s) && s > 0);
  if (!fits)
    throw new AttackError({
      code: "invalid-option",
      problem: `createAttackedModel: mean and std must have one finite number per channel, std above 0, got [${mean}] and [${std}].`,
      remedy: "give those of the data set that the model was trained on, pixels scaled to 0..1",
    });
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new AttackError({
      code: "invalid-option",
      problem: `createAttackedModel: classes must be a whole number from 2, got ${classes}.`,
      remedy: "give the number of classes of the data set",
    });
  return new AttackedModel(model, options);
}
