/**
 * Opens and closes training runs.
 *
 * @module
 */

import { SGD } from "@selectivity-lab/torch";
import type { Trial } from "../../records/trial.js";
import { closeKnob, openKnob } from "../setup/knob.js";
import { createNetwork, splitTrainingImages, type TrialData } from "../setup/prepare.js";
import { chooseTrainStep } from "./choose-train-step.js";
import type { TrainingRun } from "./training-run.js";

/** Opens a run at its start; {@link closeRun} frees it. */
export function openRun(trial: Trial, data: TrialData): TrainingRun {
  const { recipe, seed } = trial;
  const model = createNetwork(recipe, seed, data);
  const { learningRate, momentum, weightDecay } = recipe;
  const optimizer = new SGD(model.namedParameters(), { learningRate, momentum, weightDecay });
  const images = splitTrainingImages(recipe, seed, data);
  const place = { dataset: data.train, train: images.train, unitLayers: model.unitLayers() };
  const run = { trial, data, ...images, model, optimizer, knob: openKnob(recipe, seed, place) };
  return { ...run, step: chooseTrainStep(run) };
}

/** Frees network and optimizer; the data belongs to the caller. */
export function closeRun({ model, optimizer, knob, step }: TrainingRun): void {
  closeKnob(knob);
  step.dispose();
  for (const tensor of [...model.stateDict().values(), ...optimizer.stateDict().values()]) tensor.dispose();
}
