/**
 * Models by name. A new kind of model is one file that exports a {@link ModelFamily}, and one line in `families.ts`; the conformance
 * suite then holds it to the contract.
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { ModelError } from "./error.js";
import { FAMILIES } from "./families.js";
import type { ImageModel, ModelFamily, ModelSpec } from "./model.js";
import { checkOptionNames } from "./options.js";
import { pluginFamilies } from "./plugin-models.js";

const families = (): ModelFamily[] => [...FAMILIES, ...pluginFamilies()];

/**
 * The models to suggest, those of plugins that are loaded by now too; other depths of the CIFAR ResNets, `resnet<6n + 2>`, work as
 * well.
 */
export function modelNames(): string[] {
  return families().flatMap(({ names }) => names);
}

/**
 * Makes a model with fresh weights.
 *
 * @param name such as `mlp` or `resnet20`. `resnet18`, `resnet34` and `resnet50` are the networks for ImageNet; any other
 *   `resnet<6n + 2>` is one for CIFAR.
 * @param spec.options `mlp`: `widths`; `convnet` and `cnn11`: `widths`, `strides`, `hidden`, `batchNorm`; `vgg16_bn`: `width`, `hidden`, `dropout`; all others: `width`; ResNets for ImageNet also `stem`: "imagenet", "no-maxpool"
 *   or "cifar".
 * @throws ModelError when there is no such model, or it cannot be made so.
 * @example createModel("resnet20", { inputShape: [3, 32, 32], classes: 10, options: {}, generator: new Generator(0) })
 */
export function createModel(name: string, spec: ModelSpec): ImageModel {
  const family = families().find((known) => known.answersTo(name));
  if (!family) throw unknownModel(name);
  checkOptionNames(name, spec.options, family.options);
  checkInputShape(name, spec.inputShape);
  return family.create(name, spec);
}

function unknownModel(name: string): ModelError {
  const names = modelNames();
  const meant = findNearest(name, names);
  return new ModelError({
    code: "unknown-model",
    problem: `There is no model "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose one of ${names.join(", ")}; or load your own with --plugin`,
  });
}

function checkInputShape(name: string, shape: readonly number[]): void {
  if (shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0)) return;
  const problem = `${name}: inputShape must be [C, H, W], whole numbers above 0, got [${shape.join(", ")}].`;
  throw new ModelError({
    code: "invalid-input-shape",
    problem,
    remedy: "use C = 1 for gray images, C = 3 for color images",
  });
}
