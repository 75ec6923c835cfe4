/**
 * What the knob of a training run rewards or punishes: which measure, of which layers, by which labels.
 *
 * @module
 */
import { shuffleBySeed } from "@selectivity-lab/base";
import { ClassMemory, findTrainableMeasure, type TrainableMeasure } from "@selectivity-lab/selectivity";
import { type Tensor, tensor } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import type { Recipe } from "../../recipe/schema.js";
import { resolveKnobLayers } from "./knob-layers.js";

/** The knob of a run, whatever its alpha; see the module. */
export interface Knob {
  /** Unit layers under the knob. */
  readonly layers: "all" | readonly string[];
  readonly measure: TrainableMeasure;
  /** Class means of earlier batches, where the recipe asks for them. */
  readonly memory: ClassMemory | undefined;
  /** int64 `[N]` of the training split, on its device: what the knob takes for the classes; `undefined`: the labels. */
  readonly labels: Tensor | undefined;
}

/** What a knob is opened on. */
export interface KnobPlace {
  readonly dataset: ImageDataset;
  /** Indices of the training images. */
  readonly train: Int32Array;
  /** The network's unit layers, in order of computation. */
  readonly unitLayers: readonly string[];
}

/** Opens the knob of a trial; {@link closeKnob} frees it. @throws RecipeError for layers that the network does not have. */
export function openKnob(recipe: Recipe, seed: number, { dataset, train, unitLayers }: KnobPlace): Knob {
  const layers = resolveKnobLayers(recipe, unitLayers);
  const { knobMemory: decay, knobLabels, measure } = recipe;
  return {
    layers,
    measure: findTrainableMeasure(measure),
    memory: decay > 0 ? new ClassMemory({ classes: dataset.classes.length, decay }) : undefined,
    labels: knobLabels === "shuffled" ? shuffleLabels(dataset.labels, train, seed) : undefined,
  };
}

/** Frees memory and labels. */
export function closeKnob({ memory, labels }: Knob): void {
  memory?.dispose();
  labels?.dispose();
}

/**
 * Labels that say nothing of the images: those of the training images, dealt among them anew, once for a whole training. Every class
 * keeps its number of images.
 */
function shuffleLabels(labels: Tensor, train: Int32Array, seed: number): Tensor {
  const truth = Int32Array.from(labels.toTypedArray() as ArrayLike<number | bigint>, Number);
  const dealt = truth.slice();
  for (const [i, from] of shuffleBySeed(train, seed, "knobLabels").entries())
    dealt[train[i] as number] = truth[from] as number;
  return tensor(dealt, { dtype: "int64", device: labels.device });
}
