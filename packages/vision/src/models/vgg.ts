/**
 * VGG16 with batch norm: the {@link Features} of torchvision's `vgg16_bn` under one of two classifiers.
 *
 *     vgg16      mean over space ─ linear of 8w = 512 ─ ReLU ─ linear ─ logits
 *     vgg16_bn   mean over each of 7 × 7 parts ─ linear of 4096 ─ ReLU ─ dropout ─ linear of 4096 ─ ReLU ─ dropout ─ linear ─ logits
 *
 * `vgg16` is the variant for small images, as published for CIFAR-10; `vgg16_bn` is torchvision's network, with the same names and
 * shapes. All weights are initialized as there: convolutions Kaiming normal by fan out, linear layers normal with standard deviation
 * 0.01, biases 0; the same seed gives the same numbers.
 *
 * Units are recorded after their ReLU and before dropout, so that a mask does not change what is recorded. The knob then acts on what
 * evaluation measures, and no unit appears selective because it was dropped for some images.
 *
 * Source: Simonyan & Zisserman 2015, arXiv:1409.1556, configuration D; science.md 2.1 for the smaller classifier.
 * @module
 */

import {
  Dropout,
  type Generator,
  Linear,
  noGrad,
  operator,
  ReLU,
  Sequential,
  type Tap,
  type Tensor,
  within,
} from "@selectivity-lab/torch";
import { redrawConvolutions } from "./convolutions.js";
import { ModelError } from "./error.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "./model.js";
import { fraction, positiveInteger } from "./options.js";
import { Features, LEAST_SIDE } from "./vgg-features.js";

/** The layers after the last feature map. */
interface Head {
  /** Maps `[N, 8w, H/32, W/32]` to the classifier's input, `[N, inputs]`. */
  pool(map: Tensor): Tensor;
  classifier(inputs: { channels: number; classes: number; generator: Generator }): Sequential;
  /** Indices of the classifier's ReLUs. */
  readonly rectifiers: readonly number[];
}

class Vgg16 extends ImageModel {
  readonly features: Features;
  readonly classifier: Sequential;
  readonly #head: Head;

  constructor({ inputShape, classes, generator }: ModelSpec, width: number, head: Head) {
    super(inputShape);
    this.#head = head;
    this.features = new Features(inputShape[0], width, generator);
    this.classifier = head.classifier({ channels: 8 * width, classes, generator });
    redrawWeights(this, generator);
  }

  override unitLayers(): string[] {
    return [
      ...this.features.unitLayers().map((place) => `features.${place}`),
      ...this.#head.rectifiers.map((place) => `classifier.${place}`),
    ];
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    const map = this.features.forward(input, within(tap, "features")); // [N, 8w, H/32, W/32]
    return this.classifier.forward(this.#head.pool(map), within(tap, "classifier")); // [N, K]
  }
}

const published: Head = {
  pool: (map) => map.mean([2, 3]),
  classifier: ({ channels, classes, generator }) =>
    new Sequential(
      new Linear(channels, channels, { generator }),
      new ReLU(),
      new Linear(channels, classes, { generator }),
    ),
  rectifiers: [1],
};

/** Side of the pooled feature map that the classifier sees, for images of any size. */
const POOLED_SIDE = 7;

const torchvision = (hidden: number, dropout: number): Head => ({
  pool: (map) => adaptiveAvgPool2d(map, [POOLED_SIDE, POOLED_SIDE]).flatten(1),
  classifier: ({ channels, classes, generator }) =>
    new Sequential(
      new Linear(POOLED_SIDE * POOLED_SIDE * channels, hidden, { generator }),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hidden, hidden, { generator }),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hidden, classes, { generator }),
    ),
  rectifiers: [1, 4],
});

/** Draws all weights again, as torchvision does at the end of its constructor. */
function redrawWeights(network: Vgg16, generator: Generator): void {
  redrawConvolutions(network, generator);
  noGrad(() => {
    for (const [name, parameter] of network.namedParameters()) {
      if (parameter.shape.length === 2) normal_(parameter, 0, 0.01, generator);
      else if (name.endsWith("bias")) parameter.zero_();
    }
  });
}

/** `vgg16`, with the option `width`: channels of the first stage, 64 by default. */
export const vgg: ModelFamily = {
  names: ["vgg16"],
  summary: "VGG16 with the small classifier for CIFAR",
  answersTo: (name) => name === "vgg16",
  options: ["width"],
  create: (name, spec) => {
    const { width = 64 } = spec.options;
    checkSize(name, spec);
    return new Vgg16(spec, positiveInteger(name, "width", width), published);
  },
};

/**
 * `vgg16_bn`, with the options `width` (as above), `hidden` (units of the classifier's layers, 4096 by default) and `dropout` (the
 * probability of dropping a unit in training, 0.5 by default).
 */
export const vggTorchvision: ModelFamily = {
  names: ["vgg16_bn"],
  summary: "VGG16 as in torchvision, with dropout",
  answersTo: (name) => name === "vgg16_bn",
  options: ["width", "hidden", "dropout"],
  create: (name, spec) => {
    const { width = 64, hidden = 4096, dropout = 0.5 } = spec.options;
    checkSize(name, spec);
    const head = torchvision(positiveInteger(name, "hidden", hidden), fraction(name, "dropout", dropout));
    return new Vgg16(spec, positiveInteger(name, "width", width), head);
  },
};

function checkSize(name: string, { inputShape: [, height, width] }: ModelSpec): void {
  if (height >= LEAST_SIDE && width >= LEAST_SIDE) return;
  throw new ModelError({
    code: "invalid-input-shape",
    problem: `${name}: images must be at least ${LEAST_SIDE} × ${LEAST_SIDE}, got ${height} × ${width}.`,
    remedy: "use a ResNet, which takes images of any size: here five max-pools halve them",
  });
}

const adaptiveAvgPool2d = operator("aten::adaptive_avg_pool2d");
const normal_ = operator("aten::normal_");
