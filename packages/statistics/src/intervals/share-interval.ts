/**
 * The interval of a mean of shares, such as accuracies: Student's t interval on the logit scale, so that it stays between 0 and 1.
 *
 *     logit(mean) ± t(1 − (1 − level) / 2, df) · (sd / √n) / (mean · (1 − mean)),   then back by the logistic function
 *
 * The standard error of the mean is carried over to the logit scale by the slope of the logit there. The interval is that of the
 * plain mean, and values of exactly 0 or 1 are no problem, as long as their mean is neither.
 *
 * Coverage by simulation: docs/statistics.md.
 * @module
 */
import { studentQuantile } from "../distributions/student-quantile.js";
import { tailProbabilities } from "./interval.js";

/** What an interval is computed from. */
export interface MeanWithError {
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/**
 * The interval of a mean of shares.
 *
 * @returns null where the mean is 0 or 1, or outside: there is no logit.
 * @example shareInterval({ mean: 0.9, standardError: 0.02, degreesOfFreedom: 4 }) // { low: 0.829…, high: 0.943… }
 */
export function shareInterval(
  { mean, standardError, degreesOfFreedom }: MeanWithError,
  { level = 0.95 } = {},
): { readonly low: number; readonly high: number } | null {
  const [, upper] = tailProbabilities("shareInterval", level);
  if (!(mean > 0 && mean < 1)) return null;
  const center = Math.log(mean / (1 - mean));
  const margin = (studentQuantile(upper, degreesOfFreedom) * standardError) / (mean * (1 - mean));
  return { low: toShare(center - margin), high: toShare(center + margin) };
}

function toShare(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
