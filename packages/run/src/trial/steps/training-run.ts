/**
 * A training run in memory: a trial with the network, the optimizer and the images that it trains on.
 *
 * @module
 */
import type { SGD } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import type { Trial } from "../../records/trial.js";
import type { Knob } from "../setup/knob.js";
import type { TrialData } from "../setup/prepare.js";
import type { TrainStep } from "./train-step.js";

/** A training run before, between or after its steps. */
export interface TrainingRun {
  readonly trial: Trial;
  readonly data: TrialData;
  /** Indices of the training images. */
  readonly train: Int32Array;
  /** Indices of the validation images, which are from the training split, too. */
  readonly validation: Int32Array;
  readonly model: ImageModel;
  readonly optimizer: SGD;
  readonly knob: Knob;
  readonly step: TrainStep;
}

/** What a way to take steps works on. */
export type StepContext = Omit<TrainingRun, "step">;
