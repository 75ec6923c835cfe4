/**
 * The residual networks for ImageNet, with torchvision's layers and names.
 *
 * A {@link ResNet} of four stages of {@link BasicBlock}s (resnet18, resnet34) or {@link Bottleneck}s (resnet50). Shortcuts
 * are option B: if the shape changes, a 1 × 1 convolution and batch norm, `downsample.0` and `downsample.1`.
 * Small images need less than torchvision's stem of 7 × 7 at stride 2 and a max-pool:
 *
 *     stem         first map of   64 × 64   32 × 32   for
 *     imagenet                    16 × 16     8 × 8   224 × 224, as published by He et al.
 *     no-maxpool                  32 × 32   16 × 16   64 × 64, as published by Leavitt & Morcos on Tiny ImageNet
 *     cifar                       64 × 64   32 × 32   32 × 32: 3 × 3 at stride 1
 *
 * Source: He, Zhang, Ren & Sun 2016, arXiv:1512.03385, table 1; science.md 2.1 for the stem without max-pool.
 * @module
 */

import { BatchNorm2d, type Generator, Sequential } from "@selectivity-lab/torch";
import { BasicBlock } from "./basic-block.js";
import { Bottleneck } from "./bottleneck.js";
import { conv1x1 } from "./convolutions.js";
import type { ModelFamily } from "./model.js";
import { findEntry, positiveInteger } from "./options.js";
import { ResNet, type ResNetPlan, type Stem } from "./resnet.js";

const STEMS: Readonly<Record<string, Stem>> = {
  imagenet: { kernel: 7, stride: 2, maxPool: true },
  "no-maxpool": { kernel: 7, stride: 2, maxPool: false },
  cifar: { kernel: 3, stride: 1, maxPool: false },
};

const NETWORKS: Readonly<Record<string, Pick<ResNetPlan, "Block" | "depths">>> = {
  resnet18: { Block: BasicBlock, depths: [2, 2, 2, 2] },
  resnet34: { Block: BasicBlock, depths: [3, 4, 6, 3] },
  resnet50: { Block: Bottleneck, depths: [3, 4, 6, 3] },
};

/**
 * `resnet18`, `resnet34` and `resnet50`, with the options `stem`, "imagenet" by default, and `width`: channels of the stem
 * and width of the first stage, 64 by default.
 */
export const imagenetResnet: ModelFamily = {
  names: Object.keys(NETWORKS),
  summary: "residual networks for ImageNet, as in torchvision",
  answersTo: (name) => Object.hasOwn(NETWORKS, name),
  options: ["stem", "width"],
  create: (name, spec) => {
    const { stem = "imagenet", width = 64 } = spec.options;
    return new ResNet(spec, {
      ...(NETWORKS[name] as (typeof NETWORKS)[string]),
      width: positiveInteger(name, "width", width),
      stem: findEntry(name, "stem", stem, STEMS),
      shortcut: projection,
    });
  },
};

function projection(inputs: number, outputs: number, stride: number, generator: Generator): Sequential {
  return new Sequential(conv1x1(inputs, outputs, stride, generator), new BatchNorm2d(outputs));
}
