/**
 * From the log of a trial's epochs to its curve.
 *
 * @module
 */
import type { EpochMetrics } from "../records/epoch-metrics.js";

/**
 * The epochs of a trial, each once, out of a log that only ever grows: an attempt that went on from a checkpoint does
 * again what an earlier one did after it, so a line takes the place of every earlier line of its own or a later epoch.
 */
export function trainingCurve(log: readonly EpochMetrics[]): EpochMetrics[] {
  const curve: EpochMetrics[] = [];
  for (const line of log) {
    while ((curve.at(-1)?.epoch ?? Number.NEGATIVE_INFINITY) >= line.epoch) curve.pop();
    curve.push(line);
  }
  return curve;
}
