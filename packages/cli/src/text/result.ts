/**
 * The result of one network as `selectivity train` shows it to people.
 *
 * @module
 */
import { formatDuration, formatSigned } from "@selectivity-lab/base";
import type { Measurement, TrialResult } from "@selectivity-lab/lab";
import { formatShare } from "../terminal/format.js";
import { describeDeadUnits } from "./dead-units.js";

/** Accuracy and selectivity of a trained network. @param next the command to type next. */
export function describeResult(result: TrialResult, test: Measurement, folder: string, next: string): string {
  const { alpha, seed, seconds, bestEpoch } = result;
  const { accuracy, meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity, layers } = test;
  return `alpha ${formatSigned(alpha)}, seed ${seed}, ${formatDuration(seconds)} of training
  test accuracy     ${formatShare(accuracy)}   (weights of epoch ${bestEpoch}, the best on validation)
  mean selectivity  ${formatShare(meanSelectivity)}   (permuted labels ${formatShare(nullSelectivity)}, split half ${formatShare(splitHalfSelectivity)})
  live units        ${formatShare(liveSelectivity)}   (${describeDeadUnits(layers)})
  in                ${folder}
next: ${next}`;
}
