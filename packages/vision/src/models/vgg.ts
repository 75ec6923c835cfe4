/**
 * VGG16 with batch norm, in the variant for small images.
 *
 *     features     5 stages of widths w, 2w, 4w, 8w, 8w: 3 × 3 convolutions, each with batch norm and ReLU; a 2 × 2 max-pool
 *     classifier   mean over space ─ linear of 8w ─ ReLU ─ linear ─ logits
 *
 * Features are numbered, and all weights start, as in torchvision's `vgg16_bn`: convolutions Kaiming normal by fan out,
 * linear layers normal of standard deviation 0.01, biases 0; the same numbers for the same seed. Its classifier, two layers of
 * 4096 with dropout, is replaced by one of 8w = 512, as published for CIFAR-10. Dropout is not there on purpose: it draws
 * random numbers in the forward pass, so that a resumed run, or a second pass over a batch, would compute something else.
 *
 * Source: Simonyan & Zisserman 2015, arXiv:1409.1556, configuration D; science.md 2.1 for the classifier.
 * @module
 */
import {
  BatchNorm2d,
  batchNormRelu,
  Conv2d,
  chain,
  type Generator,
  Linear,
  MaxPool2d,
  Module,
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
import { positiveInteger } from "./options.js";

/** Widths of the convolutions of each stage, in units of the first. */
const STAGES = [
  [1, 1],
  [2, 2],
  [4, 4, 4],
  [8, 8, 8],
  [8, 8, 8],
];

/** The convolutions, each followed by batch norm and ReLU, in stages that end in a max-pool. */
class Features extends Module {
  readonly #steps: ((map: Tensor, tap?: Tap) => Tensor)[] = [];
  /** Where its ReLUs stand: their names. */
  readonly #rectifiers: string[] = [];

  constructor(channels: number, width: number, generator: Generator) {
    super();
    let inputs = channels;
    let place = 0;
    for (const stage of STAGES) {
      for (const factor of stage) {
        this.#convolve(place, inputs, factor * width, generator);
        inputs = factor * width;
        place += 3;
      }
      const pool = new MaxPool2d(2);
      this.#steps.push((map) => pool.forward(map));
      place += 1;
    }
  }

  unitLayers(): readonly string[] {
    return this.#rectifiers;
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    return chain(
      input,
      this.#steps.map((step) => (map: Tensor) => step(map, tap)),
    );
  }

  #convolve(place: number, inputs: number, outputs: number, generator: Generator): void {
    const conv = new Conv2d(inputs, outputs, 3, { padding: 1, generator });
    const bn = new BatchNorm2d(outputs);
    const layer = `${place + 2}`;
    Object.assign(this, { [place]: conv, [place + 1]: bn }); // torchvision's numbers, where Module finds parts and names
    this.#rectifiers.push(layer);
    this.#steps.push((map, tap) => batchNormRelu(bn, conv.forward(map), { tap, layer }));
  }
}

class Vgg16 extends ImageModel {
  readonly features: Features;
  readonly classifier: Sequential;

  constructor({ inputShape, classes, generator }: ModelSpec, width: number) {
    super(inputShape);
    const units = 8 * width;
    this.features = new Features(inputShape[0], width, generator);
    this.classifier = new Sequential(
      new Linear(units, units, { generator }),
      new ReLU(),
      new Linear(units, classes, { generator }),
    );
    redraw(this, generator);
  }

  override unitLayers(): string[] {
    return [...this.features.unitLayers().map((place) => `features.${place}`), "classifier.1"];
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    const map = this.features.forward(input, within(tap, "features")); // [N, 8w, H/32, W/32]
    return this.classifier.forward(map.mean([2, 3]), within(tap, "classifier")); // [N, K]
  }
}

/** Draws all weights anew, as torchvision does at the end of its constructor. */
function redraw(network: Vgg16, generator: Generator): void {
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
  answersTo: (name) => name === "vgg16",
  options: ["width"],
  create: (name, spec) => {
    const { width = 64 } = spec.options;
    checkSize(name, spec);
    return new Vgg16(spec, positiveInteger(name, "width", width));
  },
};

function checkSize(name: string, { inputShape: [, height, width] }: ModelSpec): void {
  const least = 2 ** STAGES.length;
  if (height >= least && width >= least) return;
  throw new ModelError(
    "input-shape",
    `${name}: images must be at least ${least} × ${least}, got ${height} × ${width}.`,
    `${STAGES.length} max-pools halve them: nothing would be left. A ResNet takes images of any size.`,
  );
}

const normal_ = operator("aten::normal_");
