/**
 * From a batch to its logits, in the arithmetic that the recipe asks for.
 *
 * @module
 */
import { autocast, type Tap, type Tensor } from "@selectivity-lab/torch";
import type { Run } from "./run.js";

/** The model's logits `[N, K]`, float32 whatever the precision before. */
export function logitsOf({ model, trial }: Pick<Run, "model" | "trial">, images: Tensor, tap?: Tap): Tensor {
  const { precision, device } = trial.recipe;
  if (precision !== "bfloat16") return model.forward(images, tap);
  return autocast(device, () => model.forward(images, tap)).to({ dtype: "float32" });
}
