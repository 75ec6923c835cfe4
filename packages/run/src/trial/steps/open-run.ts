/**
 * Opens and closes training runs.
 *
 * @module
 */

import { ClassMemory } from "@selectivity-lab/selectivity";
import { SGD } from "@selectivity-lab/torch";
import type { Trial } from "../../records/trial.js";
import { resolveKnobLayers } from "../setup/knob-layers.js";
import { createNetwork, splitTrainingImages, type TrialData } from "../setup/prepare.js";
import { chooseTrainStep } from "./choose-train-step.js";
import type { TrainingRun } from "./training-run.js";

/** Opens a run at its start; {@link closeRun} frees it. */
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

/** Frees network and optimizer; the data belongs to the caller. */
export function closeRun({ model, optimizer, memory, step }: TrainingRun): void {
  memory?.dispose();
  step.dispose();
  for (const tensor of [...model.stateDict().values(), ...optimizer.stateDict().values()]) tensor.dispose();
}
