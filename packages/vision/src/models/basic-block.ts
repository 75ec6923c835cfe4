/**
 * The residual block of two 3 × 3 convolutions.
 *
 *     x ─ conv1 ─ bn1 ─ relu1 ─ conv2 ─ bn2 ─ + downsample(x) ─ relu2
 *
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385, figure 5, left.
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
import { conv3x3 } from "./convolutions.js";

/** Maps `[N, inputs, H, W]` to `[N, width, H / stride, W / stride]`. */
export class BasicBlock extends Module {
  /** Number of output channels per unit of width. */
  static readonly expansion = 1;
  /** The names of its layers of hidden units, in order; the last is its output. */
  static readonly unitLayers: readonly string[] = ["relu1", "relu2"];

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Module;

  /** @param downsample the shortcut: maps the block's input to the shape of its output. */
  constructor(inputs: number, width: number, stride: number, downsample: Module, generator: Generator) {
    super();
    this.conv1 = conv3x3(inputs, width, stride, generator);
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = conv3x3(width, width, 1, generator);
    this.bn2 = new BatchNorm2d(width);
    this.downsample = downsample;
  }

  override forward(input: Tensor, tap?: Tap): Tensor {
    const hidden = batchNormRelu(this.bn1, this.conv1.forward(input), { tap, layer: "relu1" });
    const residual = this.downsample.forward(input);
    return batchNormRelu(this.bn2, this.conv2.forward(hidden), { residual, tap, layer: "relu2" });
  }
}
