/**
 * Plain convolutional networks: a sequence of 3 × 3 convolutions without shortcuts.
 *
 *     images ─ conv1 ─ bn1 ─ relu1 ─ … ─ convN ─ bnN ─ reluN ─ mean over space ─ fc1 ─ relu ─ fc ─ logits
 *
 * `cnn11` is the network of eleven convolutions of Morcos et al. 2018 (arXiv:1803.06959), with the channels and strides that a 2019
 * replication gives; taking the mean over space before its layer of 256 is our choice. `convnet` is a small network.
 * Convolutions are initialized Kaiming normal by fan out, linear layers like PyTorch's `nn.Linear`.
 * Source: science.md 2.2.
 * @module
 */

import {
  BatchNorm2d,
  batchNormRelu,
  Conv2d,
  chain,
  type Generator,
  Linear,
  type Module,
  showUnits,
  type Tap,
  type Tensor,
} from "@selectivity-lab/torch";
import { redrawConvolutions } from "./convolutions.js";
import { ModelError } from "./error.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "./model.js";
import { findEntry, positiveInteger, positiveIntegers } from "./options.js";

interface ConvNetPlan {
  /** Channels of each convolution. */
  readonly widths: readonly number[];
  /** Stride of each convolution. */
  readonly strides: readonly number[];
  /** Number of units of the linear layer before the last; null for no such layer. */
  readonly hidden: number | null;
  readonly batchNorm: boolean;
}

/** A convolution and its rectifier. */
type Step = (map: Tensor, tap?: Tap) => Tensor;

class ConvNet extends ImageModel {
  readonly #steps: readonly Step[];
  declare readonly fc1: Linear | undefined; // declared fields would be initialized first, and lead the parameters
  declare readonly fc: Linear;

  constructor({ inputShape, classes, generator }: ModelSpec, { widths, strides, hidden, batchNorm }: ConvNetPlan) {
    super(inputShape);
    let inputs = inputShape[0];
    this.#steps = widths.map((outputs, index) => {
      const geometry = { stride: strides[index] as number, padding: 1, bias: !batchNorm, generator };
      const conv = this.#add(`conv${index + 1}`, new Conv2d(inputs, outputs, 3, geometry));
      inputs = outputs;
      const layer = `relu${index + 1}`;
      if (!batchNorm) return (map, tap) => rectify(conv.forward(map), layer, tap);
      const bn = this.#add(`bn${index + 1}`, new BatchNorm2d(outputs));
      return (map, tap) => batchNormRelu(bn, conv.forward(map), { tap, layer });
    });
    this.#addHead(inputs, hidden, classes, generator);
    redrawConvolutions(this, generator);
  }

  override unitLayers(): string[] {
    const convolutions = this.#steps.map((_, index) => `relu${index + 1}`);
    return this.fc1 ? [...convolutions, "relu_fc1"] : convolutions;
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    return chain(input, [
      ...this.#steps.map((step) => (map: Tensor) => step(map, tap)),
      (map) => map.mean([2, 3]), // [N, C]
      (units) => (this.fc1 ? rectify(this.fc1.forward(units), "relu_fc1", tap) : units),
      (units) => this.fc.forward(units), // [N, K]
    ]);
  }

  #addHead(inputs: number, hidden: number | null, classes: number, generator: Generator): void {
    if (hidden !== null) this.#add("fc1", new Linear(inputs, hidden, { generator }));
    this.#add("fc", new Linear(hidden ?? inputs, classes, { generator }));
  }

  /** Adds a part under a name, where Module finds it. */
  #add<Part extends Module>(name: string, part: Part): Part {
    Object.assign(this, { [name]: part });
    return part;
  }
}

function rectify(input: Tensor, layer: string, tap: Tap | undefined): Tensor {
  return showUnits(tap, layer, input.relu());
}

const YES_NO = { true: true, false: false };

/** The network of each name, without options. */
const PLANS: Readonly<Record<string, ConvNetPlan>> = {
  convnet: { widths: [16, 32, 64, 128], strides: [1, 2, 2, 2], hidden: null, batchNorm: true },
  cnn11: {
    widths: [64, 64, 128, 128, 128, 256, 256, 256, 512, 512, 512],
    strides: [1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1],
    hidden: 256,
    batchNorm: true,
  },
};

/**
 * `convnet` and `cnn11`, with the options `widths` (channels of each convolution), `strides` (one per convolution), `hidden` (units of
 * a linear layer before the last; null: none) and `batchNorm`.
 */
export const convnet: ModelFamily = {
  names: Object.keys(PLANS),
  summary: "plain convolutional networks",
  answersTo: (name) => Object.hasOwn(PLANS, name),
  options: ["widths", "strides", "hidden", "batchNorm"],
  create: (name, spec) => {
    const plan = PLANS[name] as ConvNetPlan;
    const { widths, hidden = plan.hidden, batchNorm = plan.batchNorm } = spec.options;
    const channels = widths === undefined ? plan.widths : positiveIntegers(name, "widths", widths);
    return new ConvNet(spec, {
      widths: channels,
      strides: readStrides(
        name,
        spec.options.strides ?? (widths === undefined ? plan.strides : undefined),
        channels.length,
      ),
      hidden: hidden === null ? null : positiveInteger(name, "hidden", hidden),
      batchNorm: findEntry(name, "batchNorm", String(batchNorm), YES_NO),
    });
  },
};

/** One stride per convolution; if only the widths are given, 1 for the first and 2 for all others. */
function readStrides(name: string, value: unknown, count: number): readonly number[] {
  if (value === undefined) return Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 2));
  const strides = positiveIntegers(name, "strides", value);
  if (strides.length === count) return strides;
  throw new ModelError({
    code: "invalid-option",
    problem: `${name}: option "strides" must have one value per convolution, ${count} in all, got ${strides.length}.`,
    remedy: `write, for example, {"strides": [${Array.from({ length: count }, () => 1).join(", ")}]}`,
  });
}
