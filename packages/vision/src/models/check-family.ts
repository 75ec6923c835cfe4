/**
 * Checks a plugin's family of models while it is used: what it creates and computes must keep the contract of {@link ImageModel},
 * and errors name the plugin's file and line.
 *
 * @module
 */

import { type Tap, Tensor } from "@selectivity-lab/torch";
import {
  describeMismatch,
  describeThrown,
  formatValue,
  isFunction,
  isListOf,
  isText,
} from "../plugins/check-plugin.js";
import { ModelError } from "./error.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "./model.js";

/** The model's owner, for errors. */
interface Owner {
  /** `The model two-layers of /home/me/stripes.js` */
  readonly who: string;
  readonly by: string;
}

/** Wraps a family so that everything it does is checked. @param by its plugin. */
export function checkFamily(family: ModelFamily, by: string): ModelFamily {
  const owner = (name: string) => ({ who: `The model ${name} of ${by}`, by });
  return {
    names: [...family.names],
    ...(family.summary === undefined ? {} : { summary: family.summary }),
    options: [...family.options],
    answersTo: (name) => attempt(owner(name), "answersTo", () => family.answersTo(name) === true),
    create(name, spec) {
      const model: unknown = attempt(owner(name), "create", () => family.create(name, spec));
      requireModel(model, owner(name));
      return watchModel(model, spec, owner(name));
    },
  };
}

function requireModel(model: unknown, owner: Owner): asserts model is ImageModel {
  if (!(model instanceof ImageModel))
    throw mistake(owner, `create: expected an ImageModel, got ${formatValue(model)}`, "extend vision.ImageModel");
  const problem = describeMismatch(model, {
    unitLayers: ["a method that names the hidden layers", isFunction],
    forward: ["a method from images [N, C, H, W] to logits [N, K]", isFunction],
  });
  if (problem) throw mistake(owner, problem);
}

/** Wraps the model's `forward` so that its input and output are checked. */
function watchModel(model: ImageModel, { classes }: ModelSpec, owner: Owner): ImageModel {
  const layers: unknown = attempt(owner, "unitLayers", () => model.unitLayers());
  if (!isListOf(isText)(layers))
    throw mistake(owner, `unitLayers: expected a list of names, one at least, got ${formatValue(layers)}`);
  const forward = model.forward.bind(model);
  model.forward = (images, tap) => {
    const seen: Watched = { recorded: new Set(), rows: images.shape[0] as number };
    const logits: unknown = attempt(owner, "forward", () => forward(images, tap && watchTap(tap, seen, owner)));
    const expected = `logits [${seen.rows}, ${classes}]`;
    if (!(logits instanceof Tensor)) throw mistake(owner, `forward: expected ${expected}, got ${formatValue(logits)}`);
    if (logits.shape.join() !== `${seen.rows},${classes}`)
      throw mistake(owner, `forward: expected ${expected}, got [${logits.shape.join(", ")}]`);
    if (tap) requireLayers(seen.recorded, layers as string[], tap, owner);
    return logits;
  };
  return model;
}

/** What a forward pass showed. */
interface Watched {
  readonly recorded: Set<string>;
  /** Rows of the logits to come: those of the images, until a tap puts others in their place. */
  rows: number;
}

/** Wraps a tap so that it accepts only layers of units. */
function watchTap(tap: Tap, seen: Watched, owner: Owner): Tap {
  return {
    follow: (beside) => tap.follow?.(beside) ?? beside,
    replace(layer, activation) {
      const replaced = tap.replace?.(layer, activation) ?? activation;
      seen.rows = replaced.shape[0] as number;
      return replaced;
    },
    wants: (layer) => tap.wants(layer),
    record(layer, activation, unitMeans) {
      const isLayer = activation instanceof Tensor && [2, 4].includes(activation.shape.length);
      if (!isLayer)
        throw mistake(
          owner,
          `forward: recorded ${formatValue(activation)} as ${formatValue(layer)}, expected [N, U] or [N, U, H, W]`,
        );
      seen.recorded.add(layer);
      tap.record(layer, activation, unitMeans);
    },
  };
}

/** Checks that the model recorded the layers that it names; a tap may skip some, and so may the model. */
function requireLayers(recorded: ReadonlySet<string>, layers: readonly string[], tap: Tap, owner: Owner): void {
  const lacking = layers.filter((layer) => !recorded.has(layer) && tap.wants(layer));
  const extra = [...recorded].filter((layer) => !layers.includes(layer));
  if (lacking.length + extra.length === 0) return;
  throw mistake(
    owner,
    `forward recorded ${[...recorded].join(", ") || "no layer"}, unitLayers names ${layers.join(", ")}`,
    "record each layer of unitLayers(), under that name",
  );
}

/** Runs a plugin's method. A ModelError that the plugin throws is passed on as it is. */
function attempt<Result>(owner: Owner, method: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw mistake(owner, `${method}: ${describeThrown(cause, owner.by)}`, "correct the plugin", cause);
  }
}

function mistake({ who }: Owner, problem: string, remedy = "correct the plugin", cause?: unknown): ModelError {
  return new ModelError({ code: "plugin", problem: `${who}: ${problem}.`, remedy, cause });
}
