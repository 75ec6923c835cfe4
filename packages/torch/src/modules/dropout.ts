/**
 * Dropout: leaves out hidden units at random in training, and does nothing in evaluation.
 *
 *     y = x · mask / (1 − p),    mask = 0 with probability p, else 1
 *
 * The masks are a function of the last call of {@link setMasks}, not of a generator whose state would have to be saved: a step that
 * is repeated, after a kill or in the second pass over a batch, leaves out the same units.
 *
 *     words = philox4x32(counter = (image's place in its batch, step, block, stream "dropout" of the layer), key = seed)
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014; scaled in training, as in PyTorch.
 * @module
 */
import { LabError, streamNumber } from "@selectivity-lab/base";
import { drawWords } from "../tensor/counter-words.js";
import { tensor } from "../tensor/create.js";
import { scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";
import { Module } from "./module.js";

/** Which masks are drawn: different and independent ones for different values. */
export interface MaskPlace {
  /** Any safe integer. */
  readonly seed: number;
  /** Counts the steps of a training run; below 2³². */
  readonly step: number;
  /** Place in its batch of the first image; 0 by default, different for a part of a batch. */
  readonly firstImage?: number;
}

/** What a dropout knows about its masks. */
type OwnMaskPlace = Required<MaskPlace> & { readonly layer: number };

const WORDS = 2 ** 32;

/** `[N, …]` to the same shape. In training, call {@link setMasks} before every step. */
export class Dropout extends Module {
  /** Set by {@link setMasks}. */
  masks: OwnMaskPlace | undefined;

  /** @param p probability with which a unit is left out, independently for each image. @throws RangeError outside [0, 1). */
  constructor(readonly p = 0.5) {
    super();
    if (!(p >= 0 && p < 1))
      throw new RangeError(`Dropout: p must be from 0 to below 1, got ${p}: at 1 nothing is left to scale up.`);
  }

  /** @throws {@link LabError} in training without {@link setMasks}. */
  forward(input: Tensor): Tensor {
    if (!this.training || this.p === 0) return input;
    if (!this.masks)
      throw new LabError({
        code: "no-masks",
        problem: "Dropout: setMasks() has not said which masks to draw",
        remedy: "call setMasks(network, { seed, step }) before each step of training, or eval()",
        fault: "work",
      });
    return scope(() => input.mul(this.#mask(input, this.masks as OwnMaskPlace)));
  }

  /** 0 or 1 / (1 − p), of the shape, dtype and device of the input. Words are drawn on the CPU: the same on every device. */
  #mask({ shape, numel, dtype, device }: Tensor, { seed, step, firstImage, layer }: OwnMaskPlace): Tensor {
    const [images = 0] = shape;
    const index = Int32Array.from({ length: images }, (_, image) => firstImage + image);
    const words = drawWords({ seed, index, place: step, stream: streamNumber("dropout", layer) }, numel / images); // from −2³¹ on
    const least = Math.min(2 ** 31 - 1, Math.round((this.p - 0.5) * WORDS));
    const stays = words.ge(tensor(least, { dtype: "int32" })); // whole numbers: a float32 could not tell all of them apart
    return stays
      .reshape(shape)
      .to({ dtype, device })
      .div(1 - this.p);
  }
}

/** Every dropout inside a network, in the order of its modules. */
export function findDropouts(network: Module): Dropout[] {
  return network.modules().filter((module) => module instanceof Dropout);
}

/**
 * Sets which masks every dropout of a network draws, until the next call.
 *
 * @example
 * const layer = new Dropout(0.5);
 * setMasks(layer, { seed: 1, step: 0 });
 * layer.forward(ones([2, 3])).toArray() // [[0, 2, 0], [0, 2, 2]]; at every call
 */
export function setMasks(network: Module, { seed, step, firstImage = 0 }: MaskPlace): void {
  for (const [layer, dropout] of findDropouts(network).entries()) dropout.masks = { seed, step, firstImage, layer };
}
