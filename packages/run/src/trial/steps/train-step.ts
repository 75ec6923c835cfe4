/**
 * One step of training: the loss with the knob, its gradients, the step of the optimizer.
 *
 *     images ─ model ─ logits ─ cross entropy ──────────────┐
 *                └ unit means ─ class selectivity ─ × alpha ─┴─ loss ─ backward ─ SGD
 *
 * @module
 */

import type { Tensor } from "@selectivity-lab/torch";
import type { Batch } from "@selectivity-lab/vision";

/** The result of one step, still on the device: reading it waits for the device. */
export interface StepResult {
  /** Scalar: mean cross entropy of the batch, in nats, without the knob. */
  readonly loss: Tensor;
  /** Scalar: number of images classified correctly. */
  readonly correct: Tensor;
  /** Number of images of the batch. */
  readonly images: number;
}

/** A way to take steps. */
export interface TrainStep {
  /**
   * Takes one step on a batch, with the knob at alpha. The caller disposes of the result's tensors.
   *
   * @param step counts the steps of the run, from 0.
   */
  take(batch: Batch, alpha: number, step: number): StepResult;
  dispose(): void;
}
