/**
 * How far the knob is turned at a moment of training.
 *
 * @module
 */
import type { AlphaSchedule } from "../../recipe/schema.js";

/**
 * Alpha at a moment.
 *
 * @param alpha of the trial.
 * @param epoch epochs trained so far, with the fraction of the running one.
 * @returns 0 before the onset and from the offset on; in the warm-up a share of alpha that grows linearly from 0.
 */
export function alphaAt(alpha: number, { onset, warmup, offset }: AlphaSchedule, epoch: number): number {
  if (epoch < onset || (offset !== null && epoch >= offset)) return 0;
  return warmup === 0 ? alpha : alpha * Math.min(1, (epoch - onset) / warmup);
}
