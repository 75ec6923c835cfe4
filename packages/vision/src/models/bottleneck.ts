/**
 * The residual block whose 3 × 3 convolution has a quarter of the output channels.
 *
 *     x ─ conv1 1 × 1 ─ bn1 ─ relu1 ─ conv2 3 × 3 ─ bn2 ─ relu2 ─ conv3 1 × 1 ─ bn3 ─ + downsample(x) ─ relu3
 *
 * The stride is in conv2, as in torchvision ("v1.5"); the paper has it in conv1.
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385, figure 5, right.
 * @module
 */

import {
  BatchNorm2d,
  batchNormRelu,
  type Conv2d,
  type Generator,
  Module,
  type Tap,
  type Tensor,
} from "@selectivity-lab/torch";
import { conv1x1, conv3x3 } from "./convolutions.js";

/** Maps `[N, inputs, H, W]` to `[N, 4 width, H / stride, W / stride]`. */
export class Bottleneck extends Module {
  /** Number of output channels per unit of width. */
  static readonly expansion = 4;
  /** The names of its layers of hidden units, in order; the last is its output. */
  static readonly unitLayers: readonly string[] = ["relu1", "relu2", "relu3"];

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: Module;

  /** @param downsample the shortcut: maps the block's input to the shape of its output. */
  constructor(inputs: number, width: number, stride: number, downsample: Module, generator: Generator) {
    super();
    const outputs = Bottleneck.expansion * width;
    this.conv1 = conv1x1(inputs, width, 1, generator);
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = conv3x3(width, width, stride, generator);
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = conv1x1(width, outputs, 1, generator);
    this.bn3 = new BatchNorm2d(outputs);
    this.downsample = downsample;
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    const narrow = batchNormRelu(this.bn1, this.conv1.forward(input), { tap, layer: "relu1" });
    const seen = batchNormRelu(this.bn2, this.conv2.forward(narrow), { tap, layer: "relu2" });
    const residual = this.downsample.forward(input);
    return batchNormRelu(this.bn3, this.conv3.forward(seen), { residual, tap, layer: "relu3" });
  }
}
