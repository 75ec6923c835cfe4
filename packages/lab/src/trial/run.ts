/**
 * A run in memory: a trial with the network, the optimiser and the images that it trains on.
 *
 * @module
 */
import { SGD } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import type { Trial } from "../contracts.js";
import { type Data, modelOf, splitOf } from "./prepare.js";
import { type TrainStep, trainStepOf } from "./train-step.js";

/** A run before, between or after its steps. */
export interface Run {
  readonly trial: Trial;
  readonly data: Data;
  /** Numbers of the training images. */
  readonly train: Int32Array;
  /** Numbers of the validation images, of the training split too. */
  readonly validation: Int32Array;
  readonly model: ImageModel;
  readonly optimizer: SGD;
  readonly step: TrainStep;
}

/** A run at its start; {@link closeRun} frees it. */
export function openRun(trial: Trial, data: Data): Run {
  const { recipe, seed } = trial;
  const model = modelOf(recipe, seed, data);
  const { learningRate, momentum, weightDecay } = recipe;
  const optimizer = new SGD(model.namedParameters(), { learningRate, momentum, weightDecay });
  const run = { trial, data, ...splitOf(recipe, seed, data), model, optimizer };
  return { ...run, step: trainStepOf(run) };
}

/** Frees network and optimiser; the data is its owner's. */
export function closeRun({ model, optimizer, step }: Run): void {
  step.dispose();
  for (const tensor of [...model.stateDict().values(), ...optimizer.stateDict().values()]) tensor.dispose();
}
