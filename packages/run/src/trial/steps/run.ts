/**
 * A run in memory: a trial with the network, the optimiser and the images that it trains on.
 *
 * @module
 */

import { ClassMemory } from "@selectivity-lab/selectivity";
import { SGD } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import type { Trial } from "../../records/records.js";
import { resolveKnobLayers } from "../setup/knob-layers.js";
import { createNetwork, splitTrainingImages, type TrialData } from "../setup/prepare.js";
import { chooseTrainStep, type TrainStep } from "./train-step.js";

/** A run before, between or after its steps. */
export interface TrainingRun {
  readonly trial: Trial;
  readonly data: TrialData;
  /** Numbers of the training images. */
  readonly train: Int32Array;
  /** Numbers of the validation images, of the training split too. */
  readonly validation: Int32Array;
  readonly model: ImageModel;
  readonly optimizer: SGD;
  /** Unit layers under the knob. */
  readonly knobLayers: "all" | readonly string[];
  /** Class means of the batches before, where the recipe asks for it. */
  readonly memory: ClassMemory | undefined;
  readonly step: TrainStep;
}

/** A run at its start; {@link closeRun} frees it. */
export function openRun(trial: Trial, data: TrialData): TrainingRun {
  const { recipe, seed } = trial;
  const model = createNetwork(recipe, seed, data);
  const { learningRate, momentum, weightDecay } = recipe;
  const optimizer = new SGD(model.namedParameters(), { learningRate, momentum, weightDecay });
  const knobLayers = resolveKnobLayers(recipe, model.unitLayers());
  const { knobMemory: decay } = recipe;
  const memory = decay > 0 ? new ClassMemory({ classes: data.train.classes.length, decay }) : undefined;
  const run = { trial, data, ...splitTrainingImages(recipe, seed, data), model, optimizer, knobLayers, memory };
  return { ...run, step: chooseTrainStep(run) };
}

/** Frees network and optimiser; the data is its owner's. */
export function closeRun({ model, optimizer, memory, step }: TrainingRun): void {
  memory?.dispose();
  step.dispose();
  for (const tensor of [...model.stateDict().values(), ...optimizer.stateDict().values()]) tensor.dispose();
}
