/** Networks and images on which attacks are tried. */

import {
  crossEntropy,
  Generator,
  Linear,
  Module,
  noGrad,
  rand,
  randn,
  SGD,
  scope,
  type Tensor,
  tensor,
} from "@selectivity-lab/torch";
import { createModel, type ImageModel } from "@selectivity-lab/vision";
import type { AttackOptions } from "../../src/attacks/engine/attack-options.js";
import type { AttackedBatch } from "../../src/attacks/engine/attack-state.js";
import { type AttackedModel, createAttackedModel } from "../../src/attacks/engine/attacked-model.js";

/** Any function of normalised images as a network. */
export class Network extends Module {
  constructor(readonly answer: (images: Tensor) => Tensor) {
    super();
  }

  override forward(input: Tensor): Tensor {
    return this.answer(input);
  }
}

/** Two classes, linear in the pixels: logits 0 and w · x + b. */
export class LinearNetwork extends Module {
  readonly fc: Linear;

  constructor(weights: readonly number[], bias: number) {
    super();
    this.fc = new Linear(weights.length, 2, { generator: new Generator(0) });
    noGrad(() => {
      this.fc.weight.copy_(tensor([weights.map(() => 0), [...weights]]));
      this.fc.bias?.copy_(tensor([0, bias]));
    });
  }

  override forward(input: Tensor): Tensor {
    return this.fc.forward(input.flatten(1));
  }
}

/** A network that takes pixels as they are. */
export function plain(model: Module, classes: number, channels = 1): AttackedModel {
  const each = (value: number) => Array.from({ length: channels }, () => value);
  return createAttackedModel(model, { mean: each(0), std: each(1), classes });
}

/** 0, 1, 2, … */
export function count(length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => index);
}

/** Options with the boring ones filled in. */
export function options(given: Partial<AttackOptions> & { images: number }): AttackOptions {
  const { images, ...rest } = given;
  return { attack: "pgd", norm: "linf", epsilon: 0.03, seed: 1, indices: count(images), ...rest };
}

/** As many as there are broken images. */
export function total(bits: Uint8Array): number {
  return bits.reduce((sum, bit) => sum + bit, 0);
}

/** The size of the change of each image, by a norm. */
export function changes(adversarial: Tensor, images: Tensor, norm: "linf" | "l2"): number[] {
  return scope(() => {
    const change = adversarial.sub(images).to({ dtype: "float64" });
    const size = norm === "linf" ? change.abs().amax([1, 2, 3]) : change.square().sum([1, 2, 3]).sqrt();
    return Array.from(size.toTypedArray(), Number);
  });
}

const CLASSES = 4;
const SIZE = 8;

/** Four classes of 8 × 8 images: a bright quarter each, under noise. */
export function quarters(images: number, seed: number): AttackedBatch {
  const classes = Int32Array.from({ length: images }, (_, index) => index % CLASSES);
  return scope(() => {
    const bright = Float32Array.from({ length: images * SIZE * SIZE }, (_, place) => {
      const [row, column] = [Math.floor((place % 64) / 8), place % 8];
      const quarter = (row < 4 ? 0 : 2) + (column < 4 ? 0 : 1);
      return quarter === classes[Math.floor(place / 64)] ? 0.6 : 0.4;
    });
    const noise = randn([images, 1, SIZE, SIZE], new Generator(seed)).mul(0.15);
    const pixels = tensor(bright, { shape: [images, 1, SIZE, SIZE] }).add(noise);
    return { images: pixels.clamp({ min: 0, max: 1 }), labels: tensor(classes, { dtype: "int64" }) };
  });
}

/** A small ResNet with batch norm that has learned {@link quarters}; undefended, so easily broken. */
export function trainedNetwork(seed = 0): { model: ImageModel; attacked: AttackedModel } {
  const model = createModel("resnet8", {
    inputShape: [1, SIZE, SIZE],
    classes: CLASSES,
    options: { width: 4 },
    generator: new Generator(seed),
  }).to({ memoryFormat: "channels_last" });
  const optimizer = new SGD(model.namedParameters(), { learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 });
  for (let step = 0; step < 60; step++)
    scope(() => {
      const { images, labels } = quarters(64, 1000 * (seed + 1) + step);
      optimizer.zeroGrad();
      crossEntropy(model.forward(images.sub(0.5).div(0.25)), labels).backward();
      optimizer.step();
    });
  return { model, attacked: createAttackedModel(model, { mean: [0.5], std: [0.25], classes: CLASSES }) };
}

/** Random images in 0..1. */
export function randomImages(shape: readonly number[], seed = 3): Tensor {
  return rand(shape, new Generator(seed));
}
