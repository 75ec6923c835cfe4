/**
 * From a batch to its logits, in the arithmetic that the recipe asks for.
 *
 * @module
 */

import { autocast, setMasks, type Tap, type Tensor } from "@selectivity-lab/torch";
import type { TrainingRun } from "./training-run.js";

/** Which images of which step a forward pass sees, and who looks on. */
export interface Pass {
  /** Counts the steps of the run, from 0: masks of dropout are a function of it, so that a run that goes on draws the same ones. */
  readonly step: number;
  /** Place of the first image in its batch; 0 unless it is a part of one. */
  readonly firstImage?: number;
  readonly tap?: Tap | undefined;
}

/** The model's logits `[N, K]` in training, float32 whatever the precision before. */
export function computeLogits(
  { model, trial }: Pick<TrainingRun, "model" | "trial">,
  images: Tensor,
  { step, firstImage = 0, tap }: Pass,
): Tensor {
  const { precision, device } = trial.recipe;
  setMasks(model, { seed: trial.seed, step, firstImage });
  if (precision !== "bfloat16") return model.forward(images, tap);
  return autocast(device, () => model.forward(images, tap)).to({ dtype: "float32" });
}
