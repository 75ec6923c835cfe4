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

/** What one step came to, still where it was computed: reading it waits for the device. */
export interface StepResult {
  /** Scalar: mean cross entropy of the batch, in nats, without the knob. */
  readonly loss: Tensor;
  /** Scalar: images classified correctly. */
  readonly correct: Tensor;
  readonly images: number;
}

/** A way to take steps. */
export interface TrainStep {
  /**
   * Takes one step on a batch, with the knob at alpha. The result's tensors are the caller's to dispose of.
   *
   * @param step counts the steps of the run, from 0.
   */
  take(batch: Batch, alpha: number, step: number): StepResult;
  dispose(): void;
}
