/**
 * The residual networks for small images: 6n + 2 layers, widths w, 2w, 4w.
 *
 *     conv1 ─ bn1 ─ relu ─ layer1 ─ layer2 ─ layer3 ─ mean over space ─ fc ─ logits        layerX: n blocks
 *     block    x ─ conv1 ─ bn1 ─ relu1 ─ conv2 ─ bn2 ─ + shortcut(x) ─ relu2
 *
 * Convolutions are 3 × 3 without bias; the first block of layer2 and of layer3 halves the image. Shortcuts are option A:
 * every second pixel, new channels zero, no parameters; so resnet20 has 269,722 on ten classes of colour images.
 * Parameters are called, and start, as in torchvision: convolutions Kaiming normal by fan out, batch norm at 1 and 0, fc as
 * `nn.Linear`; the same numbers for the same seed.
 *
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385, section 4.2.
 * @module
 */
import {
  BatchNorm2d,
  batchNormRelu,
  Conv2d,
  type Generator,
  kaimingNormal,
  Linear,
  Module,
  operator,
  Sequential,
  type Tap,
  type Tensor,
  within,
} from "@selectivity-lab/torch";
import { ModelError } from "./error.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "./model.js";
import { positiveInteger } from "./options.js";

const STAGES = ["layer1", "layer2", "layer3"] as const;
const pad = operator("aten::constant_pad_nd");
const slice = operator("aten::slice.Tensor");

class BasicBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly #shortcut: (input: Tensor) => Tensor;

  constructor(inChannels: number, channels: number, stride: number, generator: Generator) {
    super();
    this.conv1 = conv3x3(inChannels, channels, stride, generator);
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = conv3x3(channels, channels, 1, generator);
    this.bn2 = new BatchNorm2d(channels);
    this.#shortcut = stride === 1 ? (input) => input : (input) => optionA(input, channels - inChannels);
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    const hidden = batchNormRelu(this.bn1, this.conv1.forward(input), { tap, layer: "relu1" });
    const residual = this.#shortcut(input);
    return batchNormRelu(this.bn2, this.conv2.forward(hidden), { residual, tap, layer: "relu2" });
  }
}

class CifarResNet extends ImageModel {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly fc: Linear;
  readonly #blocks: number;

  constructor({ inputShape, classes, generator }: ModelSpec, blocks: number, width: number) {
    super(inputShape);
    this.#blocks = blocks;
    this.conv1 = conv3x3(inputShape[0], width, 1, generator);
    this.bn1 = new BatchNorm2d(width);
    this.layer1 = stage(blocks, width, width, 1, generator);
    this.layer2 = stage(blocks, width, 2 * width, 2, generator);
    this.layer3 = stage(blocks, 2 * width, 4 * width, 2, generator);
    this.fc = new Linear(4 * width, classes, { generator });
    for (const weight of this.parameters().filter(({ shape }) => shape.length === 4)) // as torchvision: all anew, at the end
      weight.replace(kaimingNormal(weight.shape, { generator, mode: "fan_out" }));
  }

  override unitLayers(): string[] {
    const blocks = Array.from({ length: this.#blocks }, (_, block) => block);
    const inStages = STAGES.flatMap((name) => blocks.flatMap((b) => [`${name}.${b}.relu1`, `${name}.${b}.relu2`]));
    return ["relu", ...inStages];
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    let hidden = batchNormRelu(this.bn1, this.conv1.forward(input), { tap, layer: "relu" }); // [N, w, H, W]
    for (const name of STAGES) hidden = this[name].forward(hidden, within(tap, name));
    return this.fc.forward(hidden.mean([2, 3])); // [N, 4w, H/4, W/4] → [N, K]
  }
}

function stage(blocks: number, inChannels: number, channels: number, stride: number, generator: Generator): Sequential {
  const first = new BasicBlock(inChannels, channels, stride, generator);
  const others = Array.from({ length: blocks - 1 }, () => new BasicBlock(channels, channels, 1, generator));
  return new Sequential(first, ...others);
}

function conv3x3(inChannels: number, channels: number, stride: number, generator: Generator): Conv2d {
  return new Conv2d(inChannels, channels, 3, { stride, padding: 1, bias: false, generator });
}

/** The parameter-free shortcut into a smaller, deeper map: every second pixel, `added` zero channels around. */
function optionA(input: Tensor, added: number): Tensor {
  const everySecond = [2, 3].reduce((map, dim) => slice(map, dim, undefined, undefined, 2), input);
  const before = Math.floor(added / 2);
  return pad(everySecond, [0, 0, 0, 0, before, added - before], 0);
}

/** `resnet<6n + 2>`, with the option `width`: channels of the first stage, 16 by default. */
export const cifarResnet: ModelFamily = {
  names: [8, 14, 20, 32, 44, 56, 110].map((depth) => `resnet${depth}`),
  answersTo: (name) => /^resnet\d+$/.test(name),
  options: ["width"],
  create: (name, spec) => {
    const { width = 16 } = spec.options;
    return new CifarResNet(spec, blocksOf(name), positiveInteger(name, "width", width));
  },
};

/** n of `resnet<6n + 2>`. */
function blocksOf(name: string): number {
  const depth = Number(name.slice("resnet".length));
  const blocks = (depth - 2) / 6;
  if (Number.isInteger(blocks) && blocks >= 1) return blocks;
  const near = 6 * Math.max(1, Math.round(blocks)) + 2;
  throw new ModelError(
    "depth",
    `${name}: expected a depth of 6n + 2 layers, got ${depth}.`,
    `The nearest is resnet${near}.`,
  );
}
