/**
 * One pass of a network over images, without learning: accuracy, loss, and the class selectivity of every hidden unit.
 *
 * Between batches it lets the process's other business in: a pass may take minutes, in which a lease must go on beating.
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { UnitRecorder } from "@selectivity-lab/selectivity";
import { allowTF32, noGrad, scope } from "@selectivity-lab/torch";
import { batches, everyIndex, type ImageDataset, type ImageModel } from "@selectivity-lab/vision";
import { EvaluationSums, type MeterOptions } from "./evaluation-sums.js";

/** How an evaluation is made. */
export interface EvaluationOptions extends MeterOptions {
  /** Told after every batch how many images are done, and of how many. */
  readonly onImages?: ((done: number, of: number) => void) | undefined;
}

/** Images a forward pass; the result does not depend on it but for rounding. */
const BATCH_SIZE = 100;

/**
 * Evaluates a network in evaluation mode, in float32 whatever it was trained in; leaves it in that mode.
 *
 * @param indices which images, or all.
 * @param options.permutations of the labels behind the null selectivity, 10 by default; 0 leaves the null out.
 * @param options.negatives what to do with unit means below 0; refused by default.
 * @returns what was counted; its `result()` is to be asked for in a scope.
 */
export async function evaluate(
  model: ImageModel,
  dataset: ImageDataset,
  indices: Int32Array | "all",
  { onImages, ...options }: EvaluationOptions = {},
): Promise<EvaluationSums> {
  const chosen = indices === "all" ? everyIndex(dataset) : indices;
  const tally = new EvaluationSums(dataset, chosen, options);
  model.eval();
  for (const batch of batches(dataset, chosen, { batchSize: BATCH_SIZE })) {
    scope(() =>
      noGrad(() => {
        allowTF32(false);
        const recorder = new UnitRecorder();
        const logits = model.forward(batch.images, recorder); // [N, K]
        tally.add(logits, batch.labels, recorder.means);
      }),
    );
    onImages?.(tally.seen, chosen.length);
    await setImmediate();
  }
  return tally;
}
