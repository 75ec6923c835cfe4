/**
 * The residual networks for small images: 6n + 2 layers, widths w, 2w, 4w.
 *
 * A {@link ResNet} of three stages of n {@link BasicBlock}s behind a 3 × 3 convolution. Shortcuts are option A: every second
 * pixel, zeros in the new channels, no parameters; so resnet20 has 269,722 parameters for ten classes of color images.
 *
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385, section 4.2.
 * @module
 */

import { Module, operator, type Tensor } from "@selectivity-lab/torch";
import { BasicBlock } from "./basic-block.js";
import { ModelError } from "./error.js";
import type { ModelFamily } from "./model.js";
import { positiveInteger } from "./options.js";
import { ResNet } from "./resnet.js";

/** The published depths, and 8 and 14 for short runs. */
const DEPTHS = [8, 14, 20, 32, 44, 56, 110];

/**
 * Names that mean torchvision's networks for ImageNet, available here or not. 50 and 152 are 6n + 2 too, but no CIFAR network of
 * these depths was published; creating one silently would confuse the two.
 */
const IMAGENET = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"];

/** `resnet<6n + 2>` except {@link IMAGENET}, with the option `width`: channels of the first stage, 16 by default. */
export const cifarResnet: ModelFamily = {
  names: DEPTHS.map((depth) => `resnet${depth}`),
  summary: "resnet<6n + 2>, residual networks for CIFAR",
  answersTo: (name) => /^resnet\d+$/.test(name) && !IMAGENET.includes(name),
  options: ["width"],
  create: (name, spec) => {
    const { width = 16 } = spec.options;
    const blocks = countBlocks(name);
    return new ResNet(spec, {
      Block: BasicBlock,
      depths: [blocks, blocks, blocks],
      width: positiveInteger(name, "width", width),
      stem: { kernel: 3, stride: 1, maxPool: false },
      shortcut: (inputs, outputs) => new OptionA(outputs - inputs),
    });
  },
};

/** The n of `resnet<6n + 2>`. */
function countBlocks(name: string): number {
  const depth = Number(name.slice("resnet".length));
  const blocks = (depth - 2) / 6;
  if (Number.isInteger(blocks) && blocks >= 1) return blocks;
  const distance = (other: number) => Math.abs(other - depth);
  const near = DEPTHS.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  throw new ModelError({
    code: "invalid-depth",
    problem: `${name}: expected a depth of 6n + 2 layers, got ${depth}.`,
    remedy: `use resnet${near}, the nearest`,
  });
}

/** The parameter-free shortcut into a smaller, deeper map: every second pixel, `added` zero channels around. */
class OptionA extends Module {
  readonly #before: number;
  readonly #after: number;

  constructor(added: number) {
    super();
    this.#before = Math.floor(added / 2);
    this.#after = added - this.#before;
  }

  override forward(input: Tensor): Tensor {
    const everySecond = [2, 3].reduce((map, dim) => slice(map, dim, undefined, undefined, 2), input);
    return pad(everySecond, [0, 0, 0, 0, this.#before, this.#after], 0);
  }
}

const pad = operator("aten::constant_pad_nd");
const slice = operator("aten::slice.Tensor");
