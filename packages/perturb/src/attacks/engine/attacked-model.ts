/**
 * A network as an attacker sees it: pixels in 0..1 go in, logits come out, and it stays as it is.
 *
 *     images in 0..1 ─ (x − mean) / std ─ model in evaluation mode ─ logits [N, K]
 *
 * Normalisation lies inside, so that a budget means the same for every network. While it is under attack the model is in
 * evaluation mode and its weights want no gradient, so that none is computed; afterwards every mode and wish is as before.
 *
 * Source: the conventions that AutoAttack, foolbox and torchattacks share; see also Carlini et al. 2019, arXiv:1902.06705.
 * @module
 */

import { enableGrad, gradients, type Module, noGrad, scope, type Tensor, tensor, zeros } from "@selectivity-lab/torch";
import { AttackError } from "./error.js";
import type { Objective } from "./objectives.js";

/** What a network was trained on, as its checkpoint says. */
export interface AttackedModelOptions {
  /** Of each channel, in pixels scaled to 0..1; `[0, …]` where the model normalises by itself. */
  readonly mean: readonly number[];
  /** Of each channel, in pixels scaled to 0..1; `[1, …]` where the model normalises by itself. */
  readonly std: readonly number[];
  /** How many: the model's logits are `[N, classes]`. */
  readonly classes: number;
}

/** What a network answers to some points, and how the attacker's objective rises there. */
export interface Slope {
  /** `[N, K]` */
  readonly logits: Tensor;
  /** `[N]`, of each point. */
  readonly loss: Tensor;
  /** `[N, C, H, W]`: of each point's own loss by its pixels; 0 where the loss does not depend on them. */
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

  /** Runs `work` with the model in evaluation mode and its weights without gradients; restores both, also when it throws. */
  undisturbed<Result>(work: () => Result): Result {
    const modes = this.#model.modules().map((module) => ({ module, training: module.training }));
    const wishes = this.#model.parameters().map((parameter) => ({ parameter, on: parameter.requiresGrad }));
    try {
      this.#model.eval();
      for (const { parameter } of wishes) parameter.requireGrad(false);
      return work();
    } finally {
      for (const { module, training } of modes) module.training = training;
      for (const { parameter, on } of wishes) parameter.requireGrad(on);
    }
  }

  /**
   * Logits without a graph.
   *
   * @param images `[N, C, H, W]` in 0..1.
   * @returns `[N, K]`.
   * @throws {@link AttackError} where the model does not answer with one finite number for each class.
   */
  logits(images: Tensor): Tensor {
    return this.undisturbed(() =>
      noGrad(() =>
        this.#checked(
          scope(() => this.#forward(images)),
          images,
        ),
      ),
    );
  }

  /**
   * Logits, losses, and the gradient of each image's loss by its pixels. Leaves no gradient anywhere.
   *
   * @param images `[N, C, H, W]` in 0..1; @param labels `[N]` int64.
   */
  slope(images: Tensor, labels: Tensor, objective: Objective): Slope {
    return this.undisturbed(() =>
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
        return { ...values, gradient: gradient ?? noSlope(images) };
      }),
    );
  }

  #forward(images: Tensor): Tensor {
    return this.#model.forward(this.#normalised(images));
  }

  /** The same operations in the same order as a training batch, so that the same bytes come to the same bits. */
  #normalised(images: Tensor): Tensor {
    const { dtype, device } = images;
    const perChannel = (values: readonly number[]) => tensor([...values], { dtype, device }).reshape([-1, 1, 1]); // [C, 1, 1]
    return images.sub(perChannel(this.#mean)).div(perChannel(this.#std));
  }

  #checked(logits: Tensor, images: Tensor): Tensor {
    const [count] = images.shape;
    if (logits.shape.join() !== `${count},${this.classes}`)
      throw new AttackError(
        "logits",
        `attack: the model must answer with logits [${count}, ${this.classes}], one for each class, got ${logits}.`,
        "Give victimOf the number of classes that the model was made for.",
      );
    if (!scope(() => Number.isFinite(logits.to({ dtype: "float64" }).abs().sum().item())))
      throw new AttackError(
        "logits",
        "attack: the model's logits must be finite, got NaN or Infinity.",
        "Its training may have diverged: measure it first.",
      );
    return logits;
  }
}

function noSlope({ shape, dtype, device }: Tensor): Tensor {
  return zeros(shape, { dtype, device });
}

/**
 * Opens a network to attacks.
 *
 * @param model any module that takes normalised images `[N, C, H, W]` and answers with logits, not probabilities.
 * @throws {@link AttackError} unless mean and std have one number a channel, every std above 0, and there are two classes.
 */
export function createAttackedModel(model: Module, options: AttackedModelOptions): AttackedModel {
  const { mean, std, classes } = options;
  const remedy = "They are those of the data set that the model was trained on, in pixels scaled to 0..1.";
  const fits =
    mean.length === std.length && mean.every(Number.isFinite) && std.every((s) => Number.isFinite(s) && s > 0);
  if (!fits)
    throw new AttackError(
      "invalid-option",
      `victimOf: mean and std must have one finite number a channel, std above 0, got [${mean}] and [${std}].`,
      remedy,
    );
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new AttackError(
      "invalid-option",
      `victimOf: classes must be a whole number from 2, got ${classes}.`,
      "An attack changes one class into another.",
    );
  return new AttackedModel(model, options);
}
