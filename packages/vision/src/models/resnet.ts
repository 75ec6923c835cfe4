/**
 * Residual networks of any plan: a stem, stages of blocks, a linear layer.
 *
 *     conv1 ─ bn1 ─ relu ─ maxpool ─ layer1 ─ layer2 ─ … ─ mean over space ─ fc ─ logits
 *
 * Every stage doubles the width of the previous one, and halves the image in its first block; the first stage keeps both.
 * Parameters have the names and the initialization of torchvision: convolutions Kaiming normal by fan out, batch norm 1 and 0, fc
 * like `nn.Linear`; the same seed gives the same numbers.
 *
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385.
 * @module
 */

import {
  BatchNorm2d,
  batchNormRelu,
  Conv2d,
  chain,
  type Generator,
  Identity,
  Linear,
  MaxPool2d,
  type Module,
  Sequential,
  type Tap,
  type Tensor,
  within,
} from "@selectivity-lab/torch";
import type { BasicBlock } from "./basic-block.js";
import type { Bottleneck } from "./bottleneck.js";
import { redrawConvolutions } from "./convolutions.js";
import { ImageModel, type ModelSpec } from "./model.js";

/** What a residual network is built from. */
export interface ResNetPlan {
  readonly Block: typeof BasicBlock | typeof Bottleneck;
  /** Number of blocks of each stage. */
  readonly depths: readonly number[];
  /** Channels of the stem, and width of the blocks of the first stage. */
  readonly width: number;
  readonly stem: Stem;
  /** Creates the shortcut around a block that changes the image's size or channels. */
  shortcut(inputs: number, outputs: number, stride: number, generator: Generator): Module;
}

/** The layers before the first block: a convolution, and optionally a 3 × 3 max-pool of stride 2. */
export interface Stem {
  readonly kernel: number;
  readonly stride: number;
  readonly maxPool: boolean;
}

/** The network of a plan. */
export class ResNet extends ImageModel {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly maxpool: Module;
  declare readonly fc: Linear; // a declared field would be initialized first, and precede the stages
  readonly #plan: ResNetPlan;
  readonly #stages: Readonly<Record<string, Sequential>>;

  constructor({ inputShape, classes, generator }: ModelSpec, plan: ResNetPlan) {
    super(inputShape);
    this.#plan = plan;
    const { kernel, stride, maxPool } = plan.stem;
    const padding = (kernel - 1) / 2;
    this.conv1 = new Conv2d(inputShape[0], plan.width, kernel, { stride, padding, bias: false, generator });
    this.bn1 = new BatchNorm2d(plan.width);
    this.maxpool = maxPool ? new MaxPool2d(3, { stride: 2, padding: 1 }) : new Identity();
    this.#stages = Object.fromEntries(plan.depths.map((_, index) => [stageName(index), stage(plan, index, generator)]));
    Object.assign(this, this.#stages); // properties layer1, layer2, …: where Module finds the parts and their names
    this.fc = new Linear(countChannels(plan, plan.depths.length), classes, { generator });
    redrawConvolutions(this, generator);
  }

  override unitLayers(): string[] {
    const { Block, depths } = this.#plan;
    const blocks = depths.flatMap((depth, index) =>
      Array.from({ length: depth }, (_, i) => `${stageName(index)}.${i}`),
    );
    return ["relu", ...blocks.flatMap((block) => Block.unitLayers.map((layer) => `${block}.${layer}`))];
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    this.expectImages(input);
    return chain(input, [
      (images) => batchNormRelu(this.bn1, this.conv1.forward(images), { tap, layer: "relu" }),
      (map) => this.maxpool.forward(map),
      ...Object.entries(this.#stages).map(
        ([name, stage]) =>
          (map: Tensor) =>
            stage.forward(map, within(tap, name)),
      ),
      (map) => this.fc.forward(map.mean([2, 3])), // [N, C, H, W] → [N, K]
    ]);
  }
}

function stageName(index: number): string {
  return `layer${index + 1}`;
}

/** Number of channels after a number of stages. */
function countChannels({ Block, width }: ResNetPlan, stages: number): number {
  return stages === 0 ? width : width * 2 ** (stages - 1) * Block.expansion;
}

function stage(plan: ResNetPlan, index: number, generator: Generator): Sequential {
  const outputs = countChannels(plan, index + 1);
  const block = (inputs: number, stride: number) => {
    const keeps = stride === 1 && inputs === outputs;
    const shortcut = keeps ? new Identity() : plan.shortcut(inputs, outputs, stride, generator);
    return new plan.Block(inputs, plan.width * 2 ** index, stride, shortcut, generator);
  };
  const first = block(countChannels(plan, index), index === 0 ? 1 : 2);
  const others = Array.from({ length: (plan.depths[index] as number) - 1 }, () => block(outputs, 1));
  return new Sequential(first, ...others);
}
