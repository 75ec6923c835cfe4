/**
 * Evaluates a classifier without learning: accuracy, loss, and the class selectivity of every hidden unit.
 *
 * @module
 */
import { everyIndex, type ImageDataset } from "@selectivity-lab/vision";
import type { ImageClassifier } from "./classifier.js";
import { EvaluationSums, type MeterOptions } from "./evaluation-sums.js";
import { type Pass, type PassOptions, runClassifier } from "./run-classifier.js";
import { ScoreSums, type Scores } from "./score-sums.js";

/** How an evaluation is made. */
export interface EvaluationOptions extends MeterOptions, PassOptions {}

/**
 * Evaluates a classifier and its hidden units.
 *
 * @param indices which images, or all.
 * @param options.labelling by which selectivity is measured; the data set's own labels by default.
 * @param options.measures of selectivity; only the index by default.
 * @param options.permutations of the labels behind the null selectivity, 10 by default; 0 leaves the null out.
 * @param options.negatives what to do with unit means below 0; refused by default.
 * @returns the sums; call `result()` inside a scope.
 */
export async function evaluate(
  classifier: ImageClassifier,
  dataset: ImageDataset,
  indices: Int32Array | "all",
  { onImages, signal, ...options }: EvaluationOptions = {},
): Promise<EvaluationSums> {
  const chosen = indices === "all" ? everyIndex(dataset) : indices;
  const sums = new EvaluationSums(dataset, chosen, options);
  const onBatch = sums.add.bind(sums);
  await runClassifier(classifier, dataset, chosen, { wantsUnits: true, onBatch }, { onImages, signal });
  return sums;
}

/** Classifies all images of a data set: accuracy, loss, and which images are correct. Hidden units are not looked at. */
export async function classify(
  classifier: ImageClassifier,
  dataset: ImageDataset,
  options: PassOptions = {},
): Promise<Scores> {
  const indices = everyIndex(dataset);
  const sums = new ScoreSums(indices.length);
  const onBatch: Pass["onBatch"] = ({ logits }, labels) => sums.add(logits, labels);
  await runClassifier(classifier, dataset, indices, { wantsUnits: false, onBatch }, options);
  return sums.result();
}
