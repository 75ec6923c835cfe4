/**
 * The evaluation loop: shows a classifier the images of a data set, batch by batch.
 *
 * Between batches the process gets to its other work: a pass may take minutes, during which a lease has to be renewed.
 * @module
 */
import { setImmediate } from "node:timers/promises";
import type { Tensor } from "@selectivity-lab/torch";
import { batches, type ImageDataset } from "@selectivity-lab/vision";
import type { ClassifierOutputs, ImageClassifier } from "./classifier.js";

/** How a pass reports and ends early. */
export interface PassOptions {
  /** Receives, after every batch, the number of images done and their total. */
  readonly onImages?: ((done: number, total: number) => void) | undefined;
  /** Ends the pass before its next batch. */
  readonly signal?: AbortSignal | undefined;
}

/** What a pass computes, and who receives it. */
export interface Pass {
  readonly wantsUnits: boolean;
  /** Called for every batch, in a scope. @param labels `[N]`. */
  readonly onBatch: (outputs: ClassifierOutputs, labels: Tensor) => void;
}

/**
 * Runs a classifier over images, in the order of `indices`.
 *
 * @throws the reason of `signal`, once it is aborted.
 */
export async function runClassifier(
  classifier: ImageClassifier,
  dataset: ImageDataset,
  indices: Int32Array,
  { wantsUnits, onBatch }: Pass,
  { onImages, signal }: PassOptions,
): Promise<void> {
  let done = 0;
  for (const { images, labels } of batches(dataset, indices, { batchSize: classifier.batchSize })) {
    signal?.throwIfAborted();
    await classifier.classify(images, wantsUnits, (outputs) => onBatch(outputs, labels));
    done += labels.numel;
    onImages?.(done, indices.length);
    await setImmediate();
  }
}
