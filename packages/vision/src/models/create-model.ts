/**
 * Creates models by name.
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { ModelError } from "./error.js";
import { FAMILIES } from "./families.js";
import type { ImageModel, ModelFamily, ModelSpec } from "./model.js";
import { checkOptionNames } from "./options.js";
import { pluginFamilies } from "./plugin-models.js";

const families = (): ModelFamily[] => [...FAMILIES, ...pluginFamilies()];

/** What is known of a family of models, for lists and help texts. */
export type ModelFamilyFacts = Pick<ModelFamily, "names" | "options" | "summary">;

/** All families of models, including those of the plugins loaded so far. */
export function listModelFamilies(): ModelFamilyFacts[] {
  return families().map(({ names, options, summary }) => ({ names, options, ...(summary && { summary }) }));
}

/** Names of all models, including those of the plugins loaded so far. CIFAR ResNets of other depths, `resnet<6n + 2>`, work too. */
export function modelNames(): string[] {
  return families().flatMap(({ names }) => names);
}

/**
 * Creates a model with fresh weights.
 *
 * @param name such as `mlp` or `resnet20`. `resnet18`, `resnet34` and `resnet50` are the networks for ImageNet; any other
 *   `resnet<6n + 2>` is a network for CIFAR.
 * @param spec.options options of the model's family; see {@link listModelFamilies}.
 * @throws ModelError if there is no such model, or an option or the input shape is not possible.
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
